/** Large cities, to tell them from companies and job titles in a list; what the workspace knows comes on top. */
const CITIES: ReadonlySet<string> = new Set(
  `aachen|aarhus|adelaide|antwerp|amsterdam|athens|atlanta|auckland|austin|bangalore|bangkok|barcelona|basel|beijing|belfast|belgrade|bergen|berlin|bern|bilbao|birmingham|
bologna|bonn|bordeaux|boston|bratislava|bremen|bristol|brisbane|brussels|bucharest|budapest|buenos aires|cairo|calgary|cambridge|
cape town|cardiff|chennai|chicago|cologne|copenhagen|cork|dallas|delhi|denver|detroit|dortmund|dresden|dubai|dublin|dusseldorf|
düsseldorf|edinburgh|eindhoven|essen|florence|frankfurt|gdansk|geneva|genoa|ghent|glasgow|gothenburg|graz|hamburg|hanover|hannover|helsinki|
hong kong|houston|innsbruck|istanbul|jakarta|johannesburg|karlsruhe|kiel|krakow|kyiv|kyoto|lagos|lausanne|leeds|leipzig|lille|lima|linz|
lisbon|liverpool|ljubljana|london|los angeles|luxembourg|lyon|madrid|malmö|malaga|manchester|mannheim|marseille|melbourne|mexico city|
miami|milan|minneapolis|montreal|moscow|mumbai|munich|münchen|nairobi|nantes|naples|new york|nice|nuremberg|nürnberg|odense|osaka|oslo|ottawa|
oxford|paris|perth|philadelphia|phoenix|pisa|porto|portland|prague|rennes|riga|rome|rotterdam|salzburg|san diego|san francisco|
san jose|santiago|sao paulo|são paulo|seattle|seoul|seville|shanghai|singapore|sofia|stockholm|strasbourg|stuttgart|sydney|taipei|
tallinn|tampere|tel aviv|trondheim|the hague|tokyo|toronto|toulouse|turin|uppsala|utrecht|valencia|vancouver|venice|verona|vienna|vilnius|warsaw|washington|
wroclaw|zagreb|zurich|zürich`
    .split('|')
    .map((name) => name.trim()),
);

export function isCity(text: string): boolean {
  return CITIES.has(text.toLowerCase());
}
