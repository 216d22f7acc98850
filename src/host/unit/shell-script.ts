/** What a shell script does with variables that it was given. */
export interface ShellScript {
  /** Variables whose values it uses for something. */
  readonly read: ReadonlySet<string>;
  /** Variables that it only hands on to another program: `--setenv NAME="$NAME"`. */
  readonly passedOn: ReadonlySet<string>;
  /** Files that it may run: absolute, or with `./` beside the script itself. */
  readonly files: ReadonlySet<string>;
  /** Those of them that it sources. */
  readonly sourced: ReadonlySet<string>;
}

const nameStart = /[A-Za-z_]/;
const nameAt = /[A-Za-z_][A-Za-z0-9_]*/y;
const wordEnd = /[\s;&|()<>]/;
/** Words before a command that are none themselves. */
const before = new Set(["if", "then", "else", "elif", "while", "until", "do", "!", "{", "time"]);
/** What only shows its words, where nothing reads what it prints. */
const showing = new Set(["echo", "printf", "logger", ":", "true"]);
/** Commands that take the names of variables as words. */
const naming = new Set(["eval", "printenv"]);
/** In the place of what an expansion gives. */
const unknown = "\0";

/**
 * Reads a script as bash does (bash(1): QUOTING, EXPANSION, "Here Documents"), as far as it takes to
 * tell which variables it uses: comments, single quotes and quoted here-documents use none. It is
 * lenient: what is no bash gives what was found up to there.
 */
export function readShellScript(text: string): ShellScript {
  return new Reader(text).read();
}

/** A command line of a unit, in which systemd itself puts variables (systemd.service(5)). */
export function readCommandLine(text: string): ShellScript {
  return new Reader(text).readText();
}

interface Heredoc {
  readonly end: string;
  readonly isQuoted: boolean;
  readonly isIndented: boolean;
}

class Reader {
  readonly #text: string;
  readonly #read = new Set<string>();
  readonly #passedOn = new Set<string>();
  readonly #files = new Set<string>();
  readonly #sourced = new Set<string>();
  /** Names in its words, which mean variables where it reads some by their names. */
  readonly #named = new Set<string>();
  #readsByName = false;
  #at = 0;
  /** The word so far, without its quotes, and how many words the command has before it. */
  #word = "";
  #inWord = false;
  #command: string | undefined;
  #last = "";
  #uses: string[] = [];
  #toFile = false;
  /** How many `$(…)` are around. */
  #depth = 0;
  #heredocs: Heredoc[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): ShellScript {
    this.#code();
    return this.#found();
  }

  readText(): ShellScript {
    while (this.#at < this.#text.length) {
      const character = this.#take();
      if (/\s/.test(character)) this.#endWord();
      else if (character === "$") this.#expansion();
      else if (!/["']/.test(character)) this.#add(character);
    }
    this.#endCommand(false);
    return this.#found();
  }

  #found(): ShellScript {
    if (this.#readsByName) for (const name of this.#named) this.#read.add(name);
    return {
      read: this.#read,
      passedOn: this.#passedOn,
      files: this.#files,
      sourced: this.#sourced,
    };
  }

  /** Up to the end, or to the one character that ends what it stands in. */
  #code(end?: ")" | "`"): void {
    while (this.#at < this.#text.length) {
      const character = this.#take();
      if (character === end) break;
      switch (character) {
        case "\\":
          this.#escaped();
          break;
        case "'":
          this.#quoted();
          break;
        case '"':
          this.#doubleQuotes();
          break;
        case "$":
          this.#expansion();
          break;
        case "`":
          this.#substitution("`");
          break;
        case "#":
          if (this.#inWord) this.#add(character);
          else this.#skipTo("\n");
          break;
        case "<":
        case ">":
          this.#redirection(character);
          break;
        case "(":
          this.#parenthesis();
          break;
        case "\n":
          this.#endCommand(false);
          this.#bodies();
          break;
        case "|":
          this.#endCommand(this.#text[this.#at] !== "|");
          break;
        case ";":
        case "&":
        case ")":
          this.#endCommand(false);
          break;
        default:
          if (/\s/.test(character)) this.#endWord();
          else this.#add(character);
      }
    }
    this.#endCommand(false);
  }

  #take(): string {
    const character = this.#text[this.#at] ?? "";
    this.#at += 1;
    return character;
  }

  #add(text: string): void {
    this.#word += text;
    this.#inWord = true;
  }

  #skipTo(end: string): void {
    const found = this.#text.indexOf(end, this.#at);
    this.#at = found < 0 ? this.#text.length : found;
  }

  #escaped(): void {
    const character = this.#take();
    if (character !== "\n") this.#add(character);
  }

  #quoted(): void {
    const start = this.#at;
    this.#skipTo("'");
    this.#add(this.#text.slice(start, this.#at));
    this.#at += 1;
  }

  /** `$'…'`, in which a backslash escapes. */
  #ansi(): void {
    this.#inWord = true;
    while (this.#at < this.#text.length) {
      const character = this.#take();
      if (character === "'") return;
      this.#add(character === "\\" ? this.#take() : character);
    }
  }

  #doubleQuotes(end = '"'): void {
    this.#inWord = true;
    while (this.#at < this.#text.length) {
      const character = this.#take();
      if (character === end) return;
      if (character === "\\") this.#escaped();
      else if (character === "$") this.#expansion();
      else if (character === "`") this.#substitution("`");
      else this.#add(character);
    }
  }

  /** After a `$`. */
  #expansion(): void {
    const next = this.#text[this.#at] ?? "";
    if (next === "'") {
      this.#at += 1;
      this.#ansi();
    } else if (next === '"') {
      this.#at += 1;
      this.#doubleQuotes();
    } else if (this.#text.startsWith("((", this.#at)) {
      this.#at += 2;
      this.#arithmetic();
      this.#add(unknown);
    } else if (next === "(") {
      this.#at += 1;
      this.#substitution(")");
    } else if (next === "{") {
      this.#at += 1;
      this.#parameter();
    } else if (nameStart.test(next)) {
      this.#use(this.#name());
      this.#add(unknown);
    } else {
      this.#at += 1;
      this.#add(unknown);
    }
  }

  #name(): string {
    nameAt.lastIndex = this.#at;
    const name = nameAt.exec(this.#text)?.[0] ?? "";
    this.#at += name.length;
    return name;
  }

  /** After `${`. */
  #parameter(): void {
    if (this.#text[this.#at] === "!") {
      this.#at += 1;
      this.#readsByName = true;
    } else if (/^#[A-Za-z_]/.test(this.#text.slice(this.#at, this.#at + 2))) this.#at += 1;
    if (nameStart.test(this.#text[this.#at] ?? "")) this.#use(this.#name());
    const word = this.#word;
    while (this.#at < this.#text.length) {
      const character = this.#take();
      if (character === "}") break;
      if (character === "\\") this.#at += 1;
      else if (character === "'") this.#quoted();
      else if (character === '"') this.#doubleQuotes();
      else if (character === "$") this.#expansion();
      else if (character === "`") this.#substitution("`");
    }
    this.#word = word;
    this.#add(unknown);
  }

  /** After `((`: names are variables there, with and without `$`. */
  #arithmetic(): void {
    let open = 2;
    while (this.#at < this.#text.length && open > 0) {
      const character = this.#text[this.#at] ?? "";
      if (nameStart.test(character)) this.#use(this.#name());
      else {
        this.#at += 1;
        if (character === "(") open += 1;
        else if (character === ")") open -= 1;
        else if (character === "$" && this.#text[this.#at] === "{") {
          this.#at += 1;
          this.#parameter();
        }
      }
    }
  }

  /** A command inside of a word. */
  #substitution(end: ")" | "`"): void {
    const around = {
      word: this.#word,
      command: this.#command,
      last: this.#last,
      uses: this.#uses,
      toFile: this.#toFile,
    };
    this.#startCommand();
    this.#depth += 1;
    this.#code(end);
    this.#depth -= 1;
    this.#word = around.word;
    this.#command = around.command;
    this.#last = around.last;
    this.#uses = around.uses;
    this.#toFile = around.toFile;
    this.#add(unknown);
  }

  #parenthesis(): void {
    if (this.#text[this.#at] === "(" && !this.#inWord) {
      this.#at += 1;
      this.#arithmetic();
      return;
    }
    // A list, `NAME=(`, a function or a pattern: words of an array are used as others are.
    if (!this.#word.endsWith("=")) this.#endCommand(false);
    else this.#word = "";
  }

  #redirection(character: string): void {
    const isDocument = character === "<" && this.#text[this.#at] === "<";
    this.#endWord();
    if (isDocument && this.#text[this.#at + 1] !== "<") {
      this.#at += 1;
      this.#heredoc();
      return;
    }
    if (character === ">" && !/^>?[ \t]*(?:&|\/dev\/(?:null|stderr))/.test(this.#rest())) {
      this.#toFile = true;
    }
    while (/[<>&|]/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }

  #rest(): string {
    return this.#text.slice(this.#at, this.#at + 40);
  }

  /** After `<<`. */
  #heredoc(): void {
    const isIndented = this.#text[this.#at] === "-";
    if (isIndented) this.#at += 1;
    while (/[ \t]/.test(this.#text[this.#at] ?? "")) this.#at += 1;
    let end = "";
    let isQuoted = false;
    while (this.#at < this.#text.length && !wordEnd.test(this.#text[this.#at] ?? "")) {
      const character = this.#take();
      if (character === "\\") end += this.#take();
      else if (!/["']/.test(character)) end += character;
      isQuoted ||= /[\\"']/.test(character);
    }
    this.#heredocs.push({ end, isQuoted, isIndented });
  }

  /** What the lines below give to commands of the line before. */
  #bodies(): void {
    const all = this.#heredocs;
    this.#heredocs = [];
    for (const { end, isQuoted, isIndented } of all) {
      const lines: string[] = [];
      while (this.#at < this.#text.length) {
        const stop = this.#text.indexOf("\n", this.#at);
        const line = this.#text.slice(this.#at, stop < 0 ? this.#text.length : stop);
        this.#at += line.length + 1;
        if ((isIndented ? line.replace(/^\t+/, "") : line) === end) break;
        lines.push(line);
      }
      if (isQuoted) continue;
      // Quotes mean nothing there.
      const inner = new Reader(`${lines.join("\n")}\0`);
      inner.#doubleQuotes(unknown);
      inner.#endCommand(false);
      this.#merge(inner);
    }
  }

  #merge(inner: Reader): void {
    for (const name of inner.#read) this.#read.add(name);
    for (const name of inner.#passedOn) this.#passedOn.add(name);
    this.#readsByName ||= inner.#readsByName;
  }

  #use(name: string): void {
    // `NAME="$NAME"` gives it another, or the same, no meaning.
    const isPassedOn = this.#word === `${name}=` || this.#word.endsWith(`=${name}=`);
    if (isPassedOn) this.#passedOn.add(name);
    else this.#uses.push(name);
  }

  #endWord(): void {
    if (!this.#inWord) return;
    const word = this.#word;
    this.#word = "";
    this.#inWord = false;
    for (const [name] of word.replace(/^[A-Z_0-9]+\+?=/, "").matchAll(/\b[A-Z][A-Z0-9_]{2,}\b/g)) {
      this.#named.add(name);
    }
    if (this.#last === "-v" && /^(?:\[\[?|test)$/.test(this.#command ?? "")) this.#read.add(word);
    this.#last = word;
    this.#file(word);
    const isAssignment = /^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(word);
    if (this.#command === undefined && !isAssignment && !before.has(word)) this.#command = word;
    const isReference = word === "-n" && /^(?:declare|local|typeset)$/.test(this.#command ?? "");
    this.#readsByName ||= isReference || naming.has(this.#command ?? "");
  }

  #file(word: string): void {
    // `"${BASH_SOURCE%/*}/x"`: most likely beside it.
    const file = /^\0+\/[^\0/]+$/.test(word) ? `.${word.replace(/^\0+/, "")}` : word;
    if (!/^\.?\/[^\0]+$/.test(file)) return;
    this.#files.add(file);
    if (this.#command === "." || this.#command === "source") this.#sourced.add(file);
  }

  #startCommand(): void {
    this.#word = "";
    this.#inWord = false;
    this.#command = undefined;
    this.#last = "";
    this.#uses = [];
    this.#toFile = false;
  }

  /** @param isRead whether another command reads what it prints */
  #endCommand(isRead: boolean): void {
    this.#endWord();
    const isShown = showing.has(this.#command ?? "") && !this.#toFile && !isRead;
    if (!isShown || this.#depth > 0) for (const name of this.#uses) this.#read.add(name);
    this.#startCommand();
  }
}
