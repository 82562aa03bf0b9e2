import { describe, expect, it } from 'vitest';
import { aContext, fixtureId } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

/** A workspace that also has companies called like a day, a number and a language. */
function withNames(...names: string[]) {
  const context = aContext();
  const more = names.map((title) => ({
    entity: 'company',
    title,
    id: fixtureId('company', title),
    score: 1,
  }));
  return {
    findNames: async (text: string, entities?: readonly string[]) => [
      ...more.filter(
        ({ title, entity }) =>
          title.toLowerCase() === text.toLowerCase() && (!entities || entities.includes(entity)),
      ),
      ...(await context.findNames(text, entities)),
    ],
  };
}

/** Details without labels, in any order: their form tells what they are. */
const BY_FORM: ReadonlyArray<[said: string, command: string]> = [
  [
    'contact: Li Wei, li.wei@globex.example, Globex, Data Analyst',
    'contactAgent create_contact: name=Li Wei; email=li.wei@globex.example; company=@Globex; jobTitle=Data Analyst',
  ],
  [
    'add Petra Stein, Hamburg, Contoso, buyer',
    'contactAgent create_contact: name=Petra Stein; city=Hamburg; company=@Contoso; jobTitle=buyer',
  ],
  [
    'save this contact: Dr. Amira Haddad, Chief Medical Officer, Wingtip, amira@wingtip.example, met via referral',
    'contactAgent create_contact: name=Dr. Amira Haddad; jobTitle=Chief Medical Officer; company=@Wingtip; email=amira@wingtip.example; source=referral',
  ],
  [
    'I want to save a person: Jean-Luc d’Arcy. Works for Litware as buyer.',
    'contactAgent create_contact: name=Jean-Luc d’Arcy; company=@Litware; jobTitle=buyer',
  ],
  [
    'Put Marek Dvorak (marek@contoso.example, +420 555 0102) into the CRM under Contoso, owner Mia',
    'contactAgent create_contact: name=Marek Dvorak; email=marek@contoso.example; phone=+420 555 0102; company=@Contoso; owner=@Mia Schulz',
  ],
  [
    'add mrs. Simone Wagner from Globex',
    'contactAgent create_contact: name=mrs. Simone Wagner; company=@Globex',
  ],
  [
    'Add Anna van der Berg, anna@berg.example',
    'contactAgent create_contact: name=Anna van der Berg; email=anna@berg.example',
  ],
  [
    'Add Jan de Vries from Contoso as Head of Sales',
    'contactAgent create_contact: name=Jan de Vries; company=@Contoso; jobTitle=Head of Sales',
  ],
  [
    "Add Kit O'Dea, kit.o'dea@example.com",
    "contactAgent create_contact: name=Kit O'Dea; email=kit.o'dea@example.com",
  ],
  [
    'Add Rosa Klein from Berlin, rosa@klein.example, CTO of Globex',
    'contactAgent create_contact: name=Rosa Klein; city=Berlin; email=rosa@klein.example; jobTitle=CTO; company=@Globex',
  ],
  [
    'add Max Power as CEO of Volt AG, max@volt.example',
    'contactAgent create_contact: name=Max Power; jobTitle=CEO; company=Volt AG; email=max@volt.example',
  ],
  [
    'Add the CFO of Globex, Greta Holm',
    'contactAgent create_contact: jobTitle=CFO; company=@Globex; name=Greta Holm',
  ],
  [
    'new contact Will Call, will@call.example, Contoso',
    'contactAgent create_contact: name=Will Call; email=will@call.example; company=@Contoso',
  ],
  [
    'New company: Bright Kitchen, bright-kitchen.example, Food, Lyon',
    'companyAgent create_company: name=Bright Kitchen; domain=bright-kitchen.example; industry=Food; city=Lyon',
  ],
  [
    'Add the company Nordlicht Optik GmbH & Co. KG from Kiel, owner Carlos',
    'companyAgent create_company: name=Nordlicht Optik GmbH & Co. KG; city=Kiel; owner=@Carlos Vega',
  ],
  [
    'Register Coastline Ferries as a customer, website coastline.example, Akira owns it',
    'companyAgent create_company: name=Coastline Ferries; status=customer; domain=coastline.example; owner=@Akira Mori',
  ],
  [
    'Create a deal called Stage Door for Contoso worth 3k in the Partner pipeline',
    'dealAgent create_deal: title=Stage Door; company=@Contoso; amount=3000; pipeline=@Partner',
  ],
  [
    'new deal Globex, Phase one, 18k, negotiation, close 15 dec',
    'dealAgent create_deal: company=@Globex; title=Phase one; amount=18000; stage=Negotiation; expectedClose=2026-12-15T00:00:00+01:00',
  ],
  [
    'create a deal with Contoso worth A$20k',
    'dealAgent create_deal: company=@Contoso; amount=20000; currency=AUD',
  ],
];

/** The same, told first and ordered after. */
const TOLD: ReadonlyArray<[said: string, command: string]> = [
  [
    'got a card from Petra Lund, head of logistics @ Polaris Shipping, +31 10 555 0199. put her in',
    'contactAgent create_contact: name=Petra Lund; jobTitle=head of logistics; company=Polaris Shipping; phone=+31 10 555 0199',
  ],
  [
    'there is a new guy at Globex, Ray Stone, he replaces Bob. add him please',
    'contactAgent create_contact: name=Ray Stone; company=@Globex',
  ],
  [
    "I just met Tom Beck from Contoso at the trade fair, he's their CTO - save him",
    'contactAgent create_contact: name=Tom Beck; company=@Contoso; source=trade fair; jobTitle=CTO',
  ],
];

describe('new records by the form of what is said', () => {
  it.each([...BY_FORM, ...TOLD])('reads “%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });

  it.each(['Monday', 'C++ Works', '4 Seasons'])('finds a company that is called %s', async (name) => {
    expect(await understood(`Add Leo Park from ${name}`, withNames('Monday', 'C++ Works', '4 Seasons'))).toBe(
      `contactAgent create_contact: name=Leo Park; company=${fixtureId('company', name)}`,
    );
  });

  it.each([
    'create a banana for Contoso',
    'add a gizmo called Turbo to Globex',
    'add gizmo',
    'add Turbo',
    'create a widget',
    'new thingamajig: shiny, 3 pieces',
    'add a second e-mail to Jane Doe: d2@example.com',
    'add Tim Green, purple elephant',
    'add Max Power from Globex, likes golf',
    'new company Fluxo, blue and shiny',
    'new deal for Contoso, 75 grand, sometime in spring',
    'create a deal for Contoso, same amount as last time',
    'create a deal with Contoso worth EUR',
    'create a deal for Contoso, 500 kr',
    'make a new opportunity: Globex wants 3 licences for 2,400 each',
    'create a deal with Contoso worth -500',
    'create a deal with Contoso closing on 31 June',
  ])('writes nothing for “%s”', async (said) => {
    expect(await understood(said)).not.toMatch(/ (create|update|change|log)_/);
  });
});
