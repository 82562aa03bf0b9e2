/** Words of the trade that stand for one another: what is said of a CTO is said of a CFO. One line a class. */
const CLASSES: Readonly<Record<string, string>> = {
  role: 'ceo cto cfo coo cmo cio ciso vp svp evp md director directors head chief manager managers president founder owner partner buyer buyers purchaser engineer engineers developer accountant lawyer assistant secretary consultant analyst specialist intern boss chairman decision-maker influencer champion blocker gatekeeper sponsor evaluator',
  channel:
    'slack teams whatsapp discord telegram sms text phone skype zoom meet webex linkedin xing facebook instagram twitter',
  file: 'csv xls xlsx excel spreadsheet sheet pdf docx doc txt json xml vcf vcard zip png jpg jpeg mp3 mp4 wav m4a vtt srt ics upload attachment',
  integration:
    'zapier mailchimp zendesk sap erp outlook gmail google stripe quickbooks xero datev shopify wordpress jira asana notion webhook webhooks api',
  business:
    'company companies firm firms organisation organisations organization organizations account accounts business businesses corporation enterprise startup startups',
  human:
    'contact contacts person people guy guys lady woman man men women everyone everybody somebody someone anyone anybody lead leads prospect prospects customer customers client clients',
  sale: 'deal deals opportunity opportunities opp opps',
  case: 'ticket tickets case cases issue issues incident incidents complaint complaints bug bugs problem problems',
  offer: 'proposal proposals quote quotes quotation quotations offer offers',
  mail: 'mail mails email emails e-mail e-mails message messages inbox',
  appointment: 'meeting meetings appointment appointments calendar invite invitation',
  money: 'revenue turnover income sales amount value worth budget price cost costs',
  see: 'show list display give find get pull see view look',
  make: 'create add make new open set build enter put insert register start',
  change: 'change update edit adjust modify correct fix rename replace',
  drop: 'delete remove drop kill scrap discard bin wipe',
};

/** Products that a sales team meets as rivals: one word in a sentence, whatever their name. */
export const VENDORS =
  /\b(?:salesforce|hub ?spot|pipedrive|zoho(?: crm)?|freshworks|freshsales|sugar ?crm|odoo|insightly|attio|nimble|creatio|netsuite|zendesk sell|copper crm|close\.(?:io|com)|monday\.com|(?:microsoft |ms )?dynamics(?: 365)?|capsule crm|keap|nutshell|agile ?crm|bitrix(?:24)?|vtiger|streak|less annoying crm|apptivo)\b/gi;

const ONE_VENDOR = new RegExp(`^(?:${VENDORS.source})$`, 'i');
export const isVendor = (name: string): boolean => ONE_VENDOR.test(name);

export const classOf: ReadonlyMap<string, string> = new Map(
  Object.entries(CLASSES).flatMap(([name, words]) =>
    words.split(' ').map((word): [string, string] => [word, `#${name}`]),
  ),
);
