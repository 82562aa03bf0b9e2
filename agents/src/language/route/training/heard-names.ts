/** Who is spoken of in what was heard: the words that their names are made of. */
export const PEOPLE = new Set(
  'jane olga peter tom marta rahul ben sara ivan louise kenji carlos lena sophie akira bob erik helen gustav priya yusuf gina mateo nadia theo anna karim odile willem lucy omar salma birgit paul jeroen joost marisol hendrik tessa farid lin rhea trish fatima pedro max tanaka hoffmann delgado bianchi frost becker mori novak doe alvarez oduya martin sokolov ruiz klein haddad perrin vogt chang bakker olsen zhao castillo vega petrova mehta silva rossi nair dahl berg jakub horak ulf ingrid jana jonas elena thomas walter maria sam noel aziz nwosu schmidt stephan miles lindqvist'.split(
    ' ',
  ),
);

export const ORGANISATIONS = new Set(
  'vantor volkmar okapi solvik halden frostco trenova acme kestrel harbor tolvia brunel pellworm cedarline lindgren fennimore globex aquila boer zenwave demir westmark dellwood portal orbital lakeside kaap nordlicht nordvik ostrava quantis brightwell zephyr ironbark merryn oldfield siemens braga airlines trading clinics clinic college group holding ltd gmbh inc bv sa as corp foods steel hotels hotel bakeries maschinenbau logistik engineering transport air pte university'.split(
    ' ',
  ),
);
