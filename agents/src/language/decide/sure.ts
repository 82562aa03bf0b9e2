/** What decisions hang on, as probabilities of the router and costs of a reading (in words that are left over). */
export const SURE = {
  /** What Clianta cannot do is said from here on. */
  cannot: 0.5,
  /** An agent that is this unlikely is not taken for what its grammar reads, when another is likely. */
  unlikely: 0.04,
  /** Nor is a tool of the same agent. */
  hardly: 0.02,
  /** A list of a kind that no word names is not taken for it, nor a new record of what is surely something else. */
  guess: 0.1,
  likely: 0.7,
  /** A new record, whose name takes whatever is left over, is not made for a likelier agent's request. */
  doubtful: 0.25,
  /** What cannot be done yet is meant rather than what the grammar reads. */
  overrules: 0.93,
  leading: 0.6,
  /** A draft that its own words ask for: "remind me", "add a task". */
  worded: 0.85,
  /** A change whose own verb stands in front is not taken for a look. */
  order: 0.4,
  /** A look at one record is taken from here on, where no other tool is likelier. */
  leads: 0.2,
  /** A call that only reads is made from here on. */
  read: 0.3,
  /** A call that changes something is made from here on, when every word has its place in it. */
  write: 0.9,
  /** So near to a saying that it is taken for one. */
  near: 0.4,
  /** So near, it is the saying itself. */
  said: 0.05,
  /** So near, a saying that has places alone is meant, with whatever it means beyond them. */
  places: 0.2,
  /** Less likely, it is not offered either. */
  offer: 0.05,
  /** Farther from every saying it is not even offered. */
  far: 2.2,
  /** Nor is what takes a text, which fits whatever was said. */
  farText: 1,
  /** Nor is what changes something from here on. */
  farOrder: 1.6,
};
