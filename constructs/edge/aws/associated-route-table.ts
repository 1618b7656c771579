import { DataAwsRouteTables } from "@cdktf/provider-aws/lib/data-aws-route-tables";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import {
  RouteTableAssociation,
  type RouteTableAssociationConfig,
} from "@cdktf/provider-aws/lib/route-table-association";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { nothingElseInUse } from "./in-use";

/** A route table and whom it is for. */
interface AssociatedRouteTableProps {
  readonly vpcId: string;
  /** Name of the table, unique in the VPC: it tells the table from those of others. */
  readonly name: string;
  /** Whose packets it leads. */
  readonly of: { readonly subnetId: string } | { readonly gatewayId: string };
  /**
   * Was the subnet or the gateway there before, so that somebody else's table may lead it now?
   *
   * @default false
   */
  readonly existing?: boolean;
  /**
   * Take it over from that table.
   *
   * @default false - a plan that would do so is refused
   */
  readonly adopt?: boolean;
}

/**
 * A route table that leads the packets of one subnet or of the internet gateway.
 *
 * AWS allows each of them one table. To put ours in the place of another is to redirect the client's traffic,
 * so it happens by request only, as an import of the association: it moves over in one step, and at no moment
 * does it have no table (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html).
 */
export class AssociatedRouteTable extends Construct {
  readonly tableId: string;
  /** Escape hatch: the table. */
  readonly table: RouteTable;

  constructor(scope: Construct, id: string, props: AssociatedRouteTableProps) {
    super(scope, id);
    this.table = new RouteTable(this, "Default", { vpcId: props.vpcId, tags: { Name: props.name } });
    this.tableId = this.table.id;
    const config: RouteTableAssociationConfig = { ...props.of, routeTableId: this.tableId };
    if (props.existing !== true) {
      new RouteTableAssociation(this, "association", config);
      return;
    }
    const [what, filter, led] =
      "subnetId" in props.of
        ? (["subnet", "association.subnet-id", props.of.subnetId] as const)
        : (["internet gateway", "association.gateway-id", props.of.gatewayId] as const);
    const now = { name: filter, values: [led] };
    const inUse = new DataAwsRouteTables(this, "in-use", { filter: [now] });
    if (props.adopt === true) {
      new RouteTableAssociation(this, "association", config).importFrom(`${led}/${Fn.one(inUse.ids)}`);
      return;
    }
    const ours = new DataAwsRouteTables(this, "ours", {
      filter: [now, { name: "tag:Name", values: [props.name] }],
    });
    new RouteTableAssociation(this, "association", {
      ...config,
      lifecycle: {
        precondition: [
          nothingElseInUse(
            inUse.ids,
            ours.ids,
            (others) =>
              `RouteTableInUse: the ${what} ${led} is led by another route table (${others}); say "adopt: true" for it once it is certain that nothing else needs that table's routes there`,
          ),
        ],
      },
    });
  }
}
