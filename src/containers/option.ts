/** What a value of an option may be. A Nix expression may stand in the place of each. */
export type ValueType =
  | "boolean"
  /** A text that is not empty. */
  | "text"
  /** Any text. */
  | "any text"
  /** Any set of attributes. */
  | "attributes"
  /** A NixOS configuration. */
  | "module"
  /** A kind of value that has a name: `valueKinds`. */
  | { readonly kind: string }
  | { readonly orNull: ValueType }
  | { readonly listOf: ValueType }
  | { readonly setOf: ValueType }
  | { readonly either: readonly ValueType[] }
  | { readonly oneOf: readonly string[] }
  | { readonly from: number; readonly to: number };

/**
 * When a change of an option reaches a container that runs:
 * - `reload`: by its own switch-to-configuration, while it goes on running;
 * - `restart`: only what systemd-nspawn or the unit does at the start can bring it about;
 * - `next start`: it is of no use to a container that runs already.
 */
export type Effect = "reload" | "restart" | "next start";

/**
 * How a line of the conf file has the value:
 * - `text`: as it is; no line for null;
 * - `always`: as it is;
 * - `flag`: "1" where it is true, else no line;
 * - `switch`: "1" or "0";
 * - `words`: the items of a list, with blanks in them escaped;
 * - `plain words`: the same for nixpkgs' own keys, which have nothing to escape a blank with;
 * - `own`: by a function of its own (`src/conf/entries.ts`).
 */
export type ConfForm = "text" | "always" | "flag" | "switch" | "words" | "plain words" | "own";

/** A line of a container's conf file. */
export interface ConfLine {
  readonly form: ConfForm;
  /** What it says, for docs/conf-file.md; of lines that are told in one row, the first has it. */
  readonly meaning?: string;
  /** Whether only nixpawn's scripts read it, and nixpkgs' do not. */
  readonly own?: true;
  /** What a container is like whose unit does not know the key. */
  readonly without: string;
  /** The flag of systemd-nspawn that says the same. */
  readonly nspawnFlag?: string;
}

/** An option of `nixpawn create` that says it. */
export interface CreateFlag {
  /** For `--help`. */
  readonly describe: string;
  readonly type: "text" | "texts" | "flag";
}

/**
 * What a container takes of the host for itself alone:
 * - `host address`: others may have it as their host's end, but not as their own;
 * - `parent`: an interface that several may share, where none has it alone.
 */
export type ResourceKind =
  "local address" | "host address" | "MAC" | "port" | "interface" | "parent" | "folder";

/** An option of `containers.<name>`: all that is known of it. */
export interface ContainerOption {
  readonly type: ValueType;
  /** What it is, for editors and the schema. */
  readonly description: string;
  readonly examples: readonly unknown[];
  /** nixpkgs' default; undefined where the evaluation alone knows it. */
  readonly default?: unknown;
  /** Its lines of the conf file, by their keys. */
  readonly conf?: Readonly<Record<string, ConfLine>>;
  /** Lines of other options that it adds to. */
  readonly addsTo?: readonly string[];
  /** Whether systemd, not a script, has to know it: the unit says it, not the conf file. */
  readonly ofUnit?: true;
  /** What a change of it takes; nothing where it is undefined. */
  readonly change?: Effect;
  /** What it claims for the container. */
  readonly takes?: ResourceKind;
  /** Whether further pairs of interfaces have it: `unused` where it does nothing there. */
  readonly inPairs?: "used" | "unused";
  /** Options of `nixpawn create`, by their names. */
  readonly flags?: Readonly<Record<string, CreateFlag>>;
  /** The targets that have it (`authoring/target-names.ts`); all, where it is undefined. */
  readonly targets?: readonly string[];
  /** What there is in its place in the target "containers", which does not have it. */
  readonly instead?: string;
  /** Since which versions it exists. */
  readonly since?: {
    /** The newest of the releases 18.03 and 21.05 whose nixpkgs does not have it. */
    readonly nixosAfter?: "18.03" | "21.05";
    /** The first systemd whose systemd-nspawn knows it. */
    readonly systemd?: number;
  };
}

/** What every run knows of an option: its row without texts. */
export interface OptionRow extends Omit<
  ContainerOption,
  "type" | "description" | "examples" | "flags" | "instead" | "since" | "conf"
> {
  readonly conf?: Readonly<Record<string, Pick<ConfLine, "form" | "own">>>;
}

/** A flag of `create`, with the option that it is of. */
export interface FlagRow extends CreateFlag {
  readonly option: string;
}

/** What is told of a line of the conf file. */
export interface LineRow extends Pick<ConfLine, "without" | "nspawnFlag"> {
  /** The flag of `create` that it is known by. */
  readonly flag: string;
}

/** Rows of the table. */
export type ContainerOptionTable = Readonly<Record<string, ContainerOption>>;
