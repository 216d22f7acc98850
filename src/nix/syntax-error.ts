/** A piece of Nix source that does not follow the grammar. */
export class NixSyntaxError extends Error {
  override readonly name = "NixSyntaxError";

  /**
   * @param message one sentence without a final full stop
   * @param offset UTF-16 index into the source; that of a hole where a value is what is wrong
   * @param hint what to write
   */
  constructor(
    message: string,
    readonly offset: number,
    readonly hint?: string,
  ) {
    super(message);
  }
}
