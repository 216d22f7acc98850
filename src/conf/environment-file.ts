/** One assignment of a file of variables. */
export interface Assignment {
  readonly key: string;
  readonly value: string;
}

/** An assignment and where it stands: from its key to the end of its value, without the line's end. */
export interface PlacedAssignment extends Assignment {
  /** Indexes into the text. */
  readonly start: number;
  readonly end: number;
}

/** What a file of variables holds. */
export interface EnvironmentFile {
  /** In the order of the file; of a key that is assigned twice, systemd takes the last. */
  readonly assignments: readonly Assignment[];
  /** The lines of comments, without their first sign (`#` or `;`). */
  readonly comments: readonly string[];
}

const newline = /[\n\r]/;
const blank = /[ \t\n\r]/;
const name = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What a backslash takes its meaning from, between double quotes. */
const escapable = '"\\`$';

/**
 * Reads a file as systemd reads an EnvironmentFile (systemd.exec(5), and what systemd 254 does where
 * that says nothing): quotes, escapes, continued lines, comments. What systemd ignores, a line
 * without `=` or a name that no variable can have, is left out.
 */
export function readEnvironmentFile(text: string): EnvironmentFile {
  const { assignments, comments } = new Reader().read(text);
  return { assignments: assignments.map(({ key, value }) => ({ key, value })), comments };
}

/** The assignments of a file as `readEnvironmentFile` reads it, with their places in the text. */
export function placedAssignments(text: string): readonly PlacedAssignment[] {
  return new Reader().read(text).assignments;
}

/** Where the reader is in a line. */
type State =
  | "before key"
  | "key"
  | "before value"
  | "value"
  | "value escape"
  | "single quotes"
  | "double quotes"
  | "double quotes escape"
  | "comment"
  | "comment escape";

class Reader {
  readonly #assignments: PlacedAssignment[] = [];
  readonly #comments: string[] = [];
  #state: State = "before key";
  #key = "";
  #value = "";
  #comment = "";
  /** How much of the value stands before blanks that may turn out to be its end. */
  #kept = 0;
  /** Where the character that is read stands, and where the key began. */
  #index = 0;
  #start = 0;

  read(text: string) {
    for (const character of text) {
      this.#take(character);
      this.#index += character.length;
    }
    if (this.#state === "comment" || this.#state === "comment escape") this.#endComment();
    else if (this.#state !== "before key" && this.#state !== "key") this.#assign();
    return { assignments: this.#assignments, comments: this.#comments };
  }

  #take(character: string): void {
    switch (this.#state) {
      case "before key":
        if (character === "#" || character === ";") this.#state = "comment";
        else if (!blank.test(character)) {
          this.#state = "key";
          this.#start = this.#index;
          this.#key = character;
        }
        break;
      case "key":
        if (newline.test(character)) this.#state = "before key";
        else if (character === "=") {
          this.#state = "before value";
          this.#value = "";
        } else this.#key += character;
        break;
      case "before value":
        this.#beforeValue(character);
        break;
      case "value":
        if (newline.test(character)) this.#assign();
        else if (character === "\\") {
          // Blanks before it are no end of the value, even where nothing follows.
          this.#add("", true);
          this.#state = "value escape";
        } else this.#add(character, !blank.test(character));
        break;
      case "value escape":
        this.#state = "value";
        if (!newline.test(character)) this.#add(character, true);
        break;
      case "single quotes":
        if (character === "'") this.#state = "before value";
        else this.#add(character, true);
        break;
      case "double quotes":
        if (character === '"') this.#state = "before value";
        else if (character === "\\") this.#state = "double quotes escape";
        else this.#add(character, true);
        break;
      case "double quotes escape":
        this.#state = "double quotes";
        if (escapable.includes(character)) this.#add(character, true);
        else if (character !== "\n") this.#add(`\\${character}`, true);
        break;
      case "comment":
      case "comment escape":
        if (newline.test(character)) this.#endComment();
        else {
          this.#comment += character;
          this.#state = character === "\\" ? "comment escape" : "comment";
        }
        break;
    }
  }

  /** Also after a closing quote: quoted and plain parts that follow are joined. */
  #beforeValue(character: string): void {
    if (newline.test(character)) this.#assign();
    else if (character === "'") this.#state = "single quotes";
    else if (character === '"') this.#state = "double quotes";
    else if (character === "\\") this.#state = "value escape";
    else if (!blank.test(character)) {
      this.#state = "value";
      this.#add(character, true);
    }
  }

  #add(text: string, keep: boolean): void {
    this.#value += text;
    if (keep) this.#kept = this.#value.length;
  }

  #assign(): void {
    const key = this.#key.replace(/[ \t\n\r]+$/, "");
    const value = this.#state === "value" ? this.#value.slice(0, this.#kept) : this.#value;
    if (name.test(key)) {
      this.#assignments.push({ key, value, start: this.#start, end: this.#index });
    }
    this.#state = "before key";
    this.#kept = 0;
  }

  #endComment(): void {
    this.#comments.push(this.#comment);
    this.#comment = "";
    this.#state = "before key";
  }
}
