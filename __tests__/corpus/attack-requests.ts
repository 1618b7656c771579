import type { HttpRequest } from "../../posture/suricata-conditions";
import { get, post } from "./request";

/** Requests of one attack, and the rule without which they would pass. */
interface Attack {
  readonly sid: number;
  /** The form in which the attack is known, then other spellings of it. */
  readonly requests: readonly HttpRequest[];
}

const EMAIL = "Email=autodiscover/autodiscover.json%3F@evil.example";

/** Attacks that a virtual patch must stop by itself, without the closed paths. */
export const CVE_ATTACKS: readonly Attack[] = [
  {
    sid: 9_251_000,
    requests: [
      get("/ecp/default.aspx?__VIEWSTATEGENERATOR=B97B4E27&__VIEWSTATE=%2fwEyhAYAAQ"),
      get("/%65cp/default.aspx?__VIEWSTATEGENERATOR=B97B4E27&__VIEWSTATE=%2fwEyhAYAAQ"),
      get("/ECP/default.aspx?__viewstate=abc"),
    ],
  },
  {
    sid: 9_251_010,
    requests: [
      post("/ecp/DLPPolicy/ManagePolicyFromISV.aspx", { body: "<dlpPolicyTemplates/>" }),
      post("//ecp/./dlppolicy/managepolicyfromisv.aspx"),
    ],
  },
  {
    sid: 9_251_020,
    requests: [
      get("/owa/auth/x.js", {
        cookie: "X-AnonResource=true; X-AnonResource-Backend=localhost/ecp/default.flt?~3",
      }),
      get("/owa/auth/x.js", { cookie: "x-anonresource-backend=evil.example/a?~3" }),
    ],
  },
  {
    sid: 9_251_021,
    requests: [
      post("/ecp/y.js", { cookie: "X-BEResource=localhost/owa/auth/logon.aspx?~1942062522" }),
      post("/ecp/y.js", {
        cookie: "a=b; x-beresource=admin@EX01:444%2fecp%2fproxyLogon.ecp?a=%7e1942062522",
      }),
    ],
  },
  {
    sid: 9_251_030,
    requests: [
      post("/ecp/DDI/DDIService.svc/SetObject?schema=OABVirtualDirectory&msExchEcpCanary=x", {
        body: '{"identity":{},"properties":{"Parameters":{"ExternalUrl":"http://f/<script>"}}}',
      }),
      post("/ecp/ddi/ddiservice.svc/setobject?msExchEcpCanary=x&schema=ResetOABVirtualDirectory"),
    ],
  },
  {
    sid: 9_251_040,
    requests: [
      post("/autodiscover/autodiscover.json?@evil.example/mapi/emsmdb?x=1"),
      get("/autodiscover/autodiscover.json?@evil.example/mapi/nspi/"),
      get("/Autodiscover/autodiscover.json?a=%40evil.example%2fMAPI%2fnspi"),
    ],
  },
  {
    sid: 9_251_050,
    requests: [
      get("/ecp/administrator/PersonalSettings/HomePage.aspx?showhelp=false", { cookie: "SecurityToken=x" }),
      get("/ECP/a/", { cookie: "ASP.NET_SessionId=1; securitytoken=x" }),
    ],
  },
  {
    sid: 9_251_051,
    requests: [
      post("/ecp/victim@clinic.example/RulesEditor/InboxRules.svc/NewObject?msExchEcpCanary=x"),
      post("/ecp/victim%40clinic.example/ruleseditor/inboxrules.svc/GetList"),
    ],
  },
  {
    sid: 9_251_060,
    requests: [
      post("/autodiscover/autodiscover.json?@evil.example/ews/exchange.asmx"),
      get("/autodiscover/autodiscover.json?a=a@b.example/autodiscover/autodiscover.xml"),
      get("/autodiscover/autodiscover.json?a=a%40b.example%2fecp%2fdefault.aspx"),
    ],
  },
  {
    sid: 9_251_061,
    requests: [
      get(`/autodiscover/autodiscover.json?x=1&${EMAIL}`),
      get("/autodiscover/autodiscover.json?x=1&email=Autodiscover%2FAutodiscover.json"),
    ],
  },
  {
    sid: 9_251_062,
    requests: [
      get("/autodiscover/autodiscover.json?a=a", { cookie: "Email=autodiscover/autodiscover.json?a=a" }),
      get("/autodiscover/autodiscover.json?a=a", { cookie: "x=y; email=Autodiscover%2fautodiscover.json" }),
    ],
  },
  {
    sid: 9_251_070,
    requests: [get("/owa/?X-Rps-CAT=VgEAVAdXaW5kb3dz"), get("/owa/?x-rps-cat=VgEAVAdXaW5kb3dz")],
  },
  {
    sid: 9_251_080,
    requests: [
      post("/ews/exchange.asmx", {
        body: "<m:CreateUserConfiguration><t:BinaryData>AAEAAAD/////AQAAAAA=</t:BinaryData></m:CreateUserConfiguration>",
      }),
    ],
  },
  {
    sid: 9_251_090,
    requests: [
      get("/autodiscover/autodiscover.json?a..foo.var/owa/?&Protocol=XYZ&FooProtocol=Powershell"),
      get("/%61utodiscover/autodiscover.json?x=powershell"),
      get("/autodiscover/%70owershell/autodiscover.json"),
    ],
  },
  {
    sid: 9_251_091,
    requests: [
      get("/autodiscover/autodiscover.json?x=%70owershell"),
      get("/autodiscover/autodiscover.json?x=P%6FwerShe%6Cl"),
    ],
  },
  {
    sid: 9_251_100,
    requests: [
      post("/owa/mastermailbox%40clinic.example/powershell"),
      post("/owa/user@clinic.example/PowerShell/?clientApplication=ActiveMonitor"),
    ],
  },
  {
    sid: 9_251_110,
    requests: [post("/powershell?serializationLevel=Full"), post("/Power%73hell/"), post("//powershell")],
  },
];

/** Requests that a closed path must stop by itself, without the virtual patches. */
export const CLOSED_PATH_REQUESTS: readonly Attack[] = [
  {
    sid: 9_252_000,
    requests: [get("/owa/%252e%252e/ews"), get("/owa/..%2fews/exchange.asmx"), get("/ews/%2e%2e/owa/")],
  },
  {
    sid: 9_252_001,
    requests: [get("/ecp/"), get("/ECP"), get("/%65cp/?ExchClientVer=15"), get("//ecp/x.js")],
  },
  { sid: 9_252_002, requests: [post("/powershell"), post("/PowerShell/?x=1")] },
  { sid: 9_252_003, requests: [get("/rpc/rpcproxy.dll?EX01:6001"), get("/RPC/")] },
  { sid: 9_252_004, requests: [get("/api/v2.0/me"), get("/API")] },
  {
    sid: 9_252_005,
    requests: [
      get("/aspnet_client/system_web/shell.aspx"),
      get("/owa2/"),
      get("/owaecp"),
      get("/.git/config"),
      get("/iisstart.htm"),
      get("/public/"),
    ],
  },
];
