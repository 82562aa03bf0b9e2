import type { Understanding } from '../language-context.ts';
import { normalise } from '../text/normalise.ts';

interface Language {
  /** Words that English does not have, without accents. */
  words: ReadonlySet<string>;
  reply: string;
}

/** What can be said, in the words that are understood. */
const SAYABLE = ['Show my open deals', 'What is due today?'];
const [FIRST, SECOND] = SAYABLE.map((text) => `“${text}”`);

const language = (reply: string, words: string): Language => ({ reply, words: new Set(words.split(/\s+/)) });

const LANGUAGES: readonly Language[] = [
  language(
    `Ich verstehe am besten Englisch (English). Sagen Sie zum Beispiel ${FIRST} oder ${SECOND}`,
    `ich du wir ist nicht und der das dem ein eine einen einem mir mich uns zeig zeige zeigen wie viele bitte fur mit von auf loschen losche
    erstelle erstellen alle kontakte kunden kunde aufgabe aufgaben offene offenen haben heute morgen gestern termin rufe anrufen neue neuen
    welche welcher wer kannst konnen guten hallo danke erinnere meine meinen unsere unser firma firmen geschaft angebot verschiebe`,
  ),
  language(
    `Je comprends surtout l’anglais (English). Dites par exemple ${FIRST} ou ${SECOND}`,
    `je tu nous vous est pas et le la les des une moi montre montrez montrer affiche afficher combien avec pour qui quel quelle quels quelles
    mes mon ma toutes tous demain aujourd hui hier appeler rappelle rappelez client taches affaires supprime supprimer cree creer bonjour
    merci bonsoir dans notre nos votre ce cette ont avons directeur`,
  ),
  language(
    `Entiendo mejor el inglés (English). Diga por ejemplo ${FIRST} o ${SECOND}`,
    `yo el la los las una un mis mi para con por que cuantos cuantas muestrame muestra quien cual tareas manana hoy ayer llamar borra
    elimina crea cliente clientes hola gracias negocios oportunidades todos todas de del nuestro nuestra tenemos recuerdame abiertas abiertos`,
  ),
  language(
    `Capisco meglio l’inglese (English). Dica per esempio ${FIRST} oppure ${SECOND}`,
    `il lo gli le una un per con che chi quanto quanti quante mostrami mostra domani oggi ieri chiamare cliente clienti attivita trattativa
    trattative ciao grazie tutti tutte della del sono vale ho nostro nostra abbiamo buongiorno ricordami aperte aperti elimina crea quali mie miei`,
  ),
  language(
    `Entendo melhor inglês (English). Diga por exemplo ${FIRST} ou ${SECOND}`,
    `eu os as uma um meus minhas para com por que quantos quantas mostre mostra quem amanha hoje ontem ligar cliente clientes tarefas
    negocios ola obrigado obrigada todos todas nao nosso nossa temos lembre abertos abertas exclua apague crie bom dia`,
  ),
  language(
    `Ik begrijp Engels (English) het best. Zeg bijvoorbeeld ${FIRST} of ${SECOND}`,
    `ik jij wij het een de van voor met mijn alle hoeveel laat zien toon wie wat morgen vandaag gisteren bellen klant klanten taken hallo
    bedankt alsjeblieft verwijder maak niet welke onze hebben heeft openstaande herinner deze`,
  ),
];
/** The least that tells a language from a name or two in it. */
const MANY = 0.4;
/** Stand in names of every language: "de la Cruz", "van der Berg". */
const OF_NAMES = /^(de|la|le|les|los|las|el|del|della|van|der|das|os|as|il|lo|het|des|von)$/;
const ENGLISH =
  /^(the|my|is|are|to|of|and|show|with|for|at|i|we|you|it|that|what|who|how|deal|deals|contact|please|from|a|in|on)$/;

/** What is said to somebody who speaks another language, in that language; undefined for English. */
export function otherLanguage(text: string): Understanding | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters > 0 && latin * 2 < letters)
    return answerOf(`I understand English best. Say for example ${FIRST} or ${SECOND}`);
  const words = normalise(text)
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
  const count = (one: Language) => words.filter((word) => one.words.has(word) && !OF_NAMES.test(word)).length;
  const best = LANGUAGES.toSorted((a, b) => count(b) - count(a))[0];
  const hits = best ? count(best) : 0;
  const english = words.filter((word) => ENGLISH.test(word)).length;
  const isGreeting = words.length <= 2 && hits === words.length && hits > 0 && english === 0;
  if (!best || !(isGreeting || (hits >= 2 && hits > english * 2 && hits >= words.length * MANY)))
    return undefined;
  return answerOf(best.reply);
}

const answerOf = (reply: string): Understanding => ({ kind: 'unclear', reply, suggestions: [...SAYABLE] });
