import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import {
  AcmMailCertificate,
  type AcmMailCertificateProps,
} from "../../../constructs/certificate/acm-mail-certificate";
import { CloudflareZone } from "../../../constructs/dns/cloudflare-zone";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

function certificate(...names: readonly string[]): SynthesizedStack {
  return certificateWith({}, ...names);
}

function certificateWith(
  props: Pick<AcmMailCertificateProps, "exportable">,
  ...names: readonly string[]
): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new CloudflareProvider(stack, "cloudflare");
    const zone = CloudflareZone.fromZoneAttributes(stack, "zone", {
      zoneName: "clinic.example",
      zoneId: "023e105f4ecef8ad9ca31a8372d0c353",
    });
    const made = new AcmMailCertificate(stack, "certificate", {
      ...props,
      names: names.map((name) => ({ name, zone })),
    });
    expect(made.installable).toBe(props.exportable ?? false);
  });
}

describe("a certificate of AWS Certificate Manager", () => {
  test("is valid for every name once, with an RSA key that Exchange supports", () => {
    const stack = certificate(
      "mail.clinic.example",
      "webmail.clinic.example",
      "autodiscover.clinic.example",
      "mail.clinic.example",
    );

    expect(stack.only("aws_acm_certificate")).toMatchObject({
      domain_name: "mail.clinic.example",
      subject_alternative_names: ["autodiscover.clinic.example", "webmail.clinic.example"],
      key_algorithm: "RSA_2048",
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("keeps its key in AWS, unless it is asked for as exportable", () => {
    expect(certificate("mail.clinic.example").only("aws_acm_certificate")).not.toHaveProperty("options");
    expect(
      certificateWith({ exportable: true }, "mail.clinic.example").only("aws_acm_certificate"),
    ).toMatchObject({ options: { export: "ENABLED" } });
  });

  test("is another certificate when it becomes exportable: AWS does not change one", () => {
    const addresses = (exportable: boolean): readonly string[] =>
      certificateWith({ exportable }, "mail.clinic.example").addresses.filter((address) =>
        address.startsWith("aws_acm_certificate."),
      );

    expect(addresses(true)).not.toEqual(addresses(false));
  });

  test("is proved by one record per name, found by the name", () => {
    const records = certificate("mail.clinic.example", "autodiscover.clinic.example").all(
      "cloudflare_dns_record",
      { type: "CNAME" },
    );

    expect(records).toHaveLength(2);
    for (const name of ["mail.clinic.example", "autodiscover.clinic.example"]) {
      expect(
        records.filter(({ content }) => String(content).includes(`element.domain_name == "${name}"`)),
      ).toHaveLength(1);
    }
    expect(JSON.stringify(records)).not.toMatch(/domain_validation_options\[|\.\d+\b\./);
  });

  test("is used only once its records exist", () => {
    const validation = certificate("mail.clinic.example").only("aws_acm_certificate_validation");

    expect(validation.depends_on).toEqual([expect.stringMatching(/^cloudflare_dns_record\./)]);
  });

  test("fails without a name", () => {
    expect(() => certificate()).toThrow(
      "test/certificate: CertificateWithoutNames: a certificate needs at least the mail host's name",
    );
  });
});
