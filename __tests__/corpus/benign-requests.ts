import { get, type NamedRequest, post } from "./request";

const SOAP = '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">';

/** What Outlook, phones, browsers and Macs send to an Exchange server that works. */
export const BENIGN_REQUESTS: readonly NamedRequest[] = [
  { name: "somebody types the host name", request: get("/") },
  { name: "webmail begins", request: get("/owa") },
  { name: "webmail begins, with a slash", request: get("/owa/") },
  { name: "webmail in capitals", request: get("/OWA/") },
  {
    name: "webmail login page",
    request: get("/owa/auth/logon.aspx?replaceCurrent=1&url=https%3a%2f%2fmail.clinic.example%2fowa%2f"),
  },
  {
    name: "webmail login",
    request: post("/owa/auth.owa", {
      cookie: "PrivateComputer=true; PBack=0",
      body: "destination=https%3A%2F%2Fmail.clinic.example%2Fowa%2F&flags=4&username=clinic%5Cdoctor",
    }),
  },
  {
    name: "webmail script of a build",
    request: get("/owa/auth/15.2.1748/scripts/premium/flogon.js"),
  },
  {
    name: "webmail service call",
    request: post("/owa/service.svc?action=FindConversation&EP=1&ID=-12&AC=1", {
      cookie: "X-OWA-CANARY=aB3_x.; X-BackEndCookie=S-1-5-21-1=u56Lnp2ejJqB; UC=abc",
      body: '{"__type":"FindConversationJsonRequest:#Exchange"}',
    }),
  },
  {
    name: "webmail of a shared mailbox",
    request: get("/owa/reception@clinic.example/?offline=disabled"),
  },
  {
    name: "webmail attachment whose name speaks of PowerShell",
    request: get("/owa/service.svc/s/GetFileAttachment?id=AAMk%3d&X-OWA-CANARY=x&name=powershell.pdf"),
  },
  {
    name: "back end cookie that Exchange itself sets",
    request: get("/owa/", { cookie: "X-BEResource=EX01~1941962753" }),
  },
  {
    name: "phone asks what the server can do",
    request: { method: "OPTIONS", uri: "/Microsoft-Server-ActiveSync" },
  },
  {
    name: "phone waits for mail",
    request: post(
      "/Microsoft-Server-ActiveSync?User=doctor%40clinic.example&DeviceId=ApplDNPX&DeviceType=iPhone&Cmd=Ping",
    ),
  },
  {
    name: "phone with a coded query",
    request: post("/Microsoft-Server-ActiveSync/default.eas?jAAJBAp2MTQwRGV2aWNlAApTbWFydFBob25l"),
  },
  {
    name: "Mac reads mail",
    request: post("/EWS/Exchange.asmx", { body: `${SOAP}<m:FindItem Traversal="Shallow"/></s:Envelope>` }),
  },
  {
    name: "Mac keeps its settings",
    request: post("/ews/exchange.asmx", {
      body: `${SOAP}<m:CreateUserConfiguration><t:XmlData>PD94bWw=</t:XmlData></m:CreateUserConfiguration></s:Envelope>`,
    }),
  },
  {
    name: "Outlook opens a mailbox",
    request: post("/mapi/emsmdb/?MailboxId=3f1e6b1c-6d5e-4a53-9a3c-1d2f8f9c2b11@clinic.example", {
      cookie: "MapiContext=MAPIAAAAAKg=; MapiRouting=UlVNOj=; X-BackEndCookie=3f1e=u56",
    }),
  },
  {
    name: "Outlook looks people up",
    request: post("/mapi/nspi/?MailboxId=3f1e6b1c-6d5e-4a53-9a3c-1d2f8f9c2b11@clinic.example"),
  },
  {
    name: "Outlook fetches the offline address book",
    request: get("/OAB/5c1fa2f4-7d9c-4f68-a6bb-6a6a7a1d8a0e/oab.xml"),
  },
  { name: "Outlook finds its settings", request: post("/autodiscover/autodiscover.xml") },
  { name: "Outlook finds its settings, as it spells it", request: post("/Autodiscover/Autodiscover.xml") },
  { name: "settings over SOAP", request: post("/autodiscover/autodiscover.svc") },
  {
    name: "phone finds its settings",
    request: get(
      "/autodiscover/autodiscover.json?Email=doctor%40clinic.example&Protocol=ActiveSync&RedirectCount=1",
    ),
  },
  {
    name: "Outlook finds where its settings are",
    request: get(
      "/autodiscover/autodiscover.json/v1.0/doctor@clinic.example?Protocol=Autodiscoverv1&RedirectCount=1",
    ),
  },
  {
    name: "Outlook finds where its settings are, encoded",
    request: get("/autodiscover/autodiscover.json/v1.0/doctor%40clinic.example?Protocol=EWS"),
  },
];
