/** What is done to be in touch with somebody, in the forms in which it is told or asked. */
export const TOUCH = `talked to|talked with|talked|talk to|talk with|spoken to|spoken with|spoken|spoke to|spoke with|
  speak to|speak with|contacted|contact|been contacted|been in touch with|been in touch|
  reached out to|reached out|reached|reach out to|reach out|heard from|hear from|heard back from|called|call|emailed|email|
  mailed|written to|wrote to|write to|met|met with|been touched|
  touched|touch|got in touch with|gotten in touch with|kept in touch with|had contact with|been called|been emailed|had any contact with|
  engaged with|engaged|followed up with|followed up on|followed up|had any activity|had activity|seen activity|
  replied|responded|been updated|moved|checked in with|checked in on|visited|phoned|rung|texted|messaged|pinged`;

/** What may stand before the deed: helping verbs and who does it. */
export const TOUCH_LEAD = new Set(
  'have has had did do does are were was is we i they you that who which been yet ever anyone us team our the'.split(
    ' ',
  ),
);
