/** Error codes of MongoDB that this server answers with (src/mongo/base/error_codes.yml). */
const ERROR_CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  IllegalOperation: 20,
  InvalidBSON: 22,
  IndexNotFound: 27,
  PathNotViable: 28,
  CannotCreateIndex: 67,
  ConflictingUpdateOperators: 40,
  ProtocolError: 17,
  AuthenticationFailed: 18,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  CannotIndexParallelArrays: 171,
  NamespaceNotFound: 26,
  CommandNotSupported: 115,
  IndexBuildAborted: 276,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  InvalidPipelineOperator: 168,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  UnknownField: 40415,
  MissingField: 40414,
  UnrecognizedStage: 40324,
  NotAReplicaSet: 123,
  QueryPlanKilled: 175,
  InvalidIndexSpecificationOption: 197,
  CursorKilled: 237,
  MechanismUnavailable: 334,
  ConversionFailure: 241,
  APIVersionError: 322,
  APIStrictError: 323,
  UnsupportedOpQueryCommand: 352,
} as const;

export type ErrorName = keyof typeof ERROR_CODES;

const NAME_OF = new Map<number, string>(Object.entries(ERROR_CODES).map(([name, code]) => [code, name]));

/** A command's refusal, as MongoDB words it. */
export class MongoError extends Error {
  readonly code: number;
  /** Further fields of the reply, such as keyPattern and keyValue of a duplicate key. */
  readonly details: Record<string, unknown>;

  constructor(name: ErrorName | number, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'MongoError';
    this.code = typeof name === 'number' ? name : ERROR_CODES[name];
    this.details = details;
  }

  get codeName(): string {
    const name = NAME_OF.get(this.code);
    return name === undefined || this.code > 10_000 ? `Location${this.code}` : name;
  }

  /** The reply document of a failed command. */
  toReply(): Record<string, unknown> {
    const codeName = this.code === ERROR_CODES.DuplicateKey ? 'DuplicateKey' : this.codeName;
    return { ok: 0, errmsg: this.message, code: this.code, codeName, ...this.details };
  }

  /** The entry of `writeErrors` for the statement at this position. */
  toWriteError(index: number): Record<string, unknown> {
    return { index, code: this.code, errmsg: this.message, ...this.details };
  }
}

export function asMongoError(error: unknown): MongoError {
  if (error instanceof MongoError) return error;
  return new MongoError('InternalError', error instanceof Error ? error.message : String(error));
}
