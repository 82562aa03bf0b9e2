/** Discord's limits (docs.discord.com/developers/components/reference); what is longer is split, never refused by Discord. */
export const LIMITS = {
  /** Of a message that is words alone. */
  content: 2_000,
  /** Of a message of components: all of them, nested ones too. */
  components: 40,
  /** Of all texts of a message of components together. */
  text: 4_000,
  buttonsInRow: 5,
  buttonLabel: 80,
  customId: 100,
  selectOptions: 25,
  optionText: 100,
  modalTitle: 45,
  modalInputs: 5,
  inputLabel: 45,
  inputValue: 4_000,
  threadName: 100,
  commandChoices: 25,
  choiceText: 100,
} as const;
