import { code, error, warning } from "../code.js";

/** What Nix says of a container. */
interface Failed {
  readonly name: string;
  readonly words: string;
  readonly hint: string | undefined;
}

function containerError({ name, words, hint }: Failed): ReturnType<typeof error> {
  return error(`container \`${name}\`: ${words}`, hint);
}

export const NP601 = code("NP601", {
  title: "NixOS has no such option",
  cause:
    "A container's `config` sets an option that none of the modules of the nixpkgs in use declares.",
  cure: "Correct the name. The message says which nixpkgs was used: an option may be newer or older than it.",
  says: {
    failed: containerError,
  },
});

export const NP602 = code("NP602", {
  title: "NixOS refuses the value of an option",
  cause: "The value has another type than the option.",
  cure: "Write a value of the type that the message names.",
  says: {
    failed: containerError,
  },
});

export const NP603 = code("NP603", {
  title: "A failed assertion of NixOS",
  cause: "A module of the container's system found that its options do not fit together.",
  cure: "The message is the module's own and says what it wants.",
  says: {
    failed: containerError,
    assertion: ({ name, message }: { name: string; message: string }) =>
      error(`container \`${name}\`: ${message}`),
  },
});

export const NP604 = code("NP604", {
  title: "A warning of NixOS",
  cause: "A module of the container's system warns, mostly of an option that will be removed.",
  cure: "The message is the module's own.",
  says: {
    failed: containerError,
    warning: ({ name, message }: { name: string; message: string }) =>
      warning(`container \`${name}\`: ${message}`),
  },
});

export const NP605 = code("NP605", {
  title: "Missing attribute",
  cause:
    "A Nix expression selects an attribute that its set does not have: a package or function that the nixpkgs in use lacks, say.",
  cure: "Correct the name.",
  says: {
    failed: containerError,
  },
});

export const NP606 = code("NP606", {
  title: "Undefined variable",
  cause: "A Nix expression uses a name that nothing defines.",
  cure: "Correct the name, or define it with `let`. Arguments of modules are `config`, `lib`, `options`, `pkgs` and those of `specialArgs`.",
  says: {
    failed: containerError,
  },
});

export const NP607 = code("NP607", {
  title: "Infinite recursion",
  cause: "The value of an option depends on itself.",
  cure: "Look for `config.…` in the definition of an option, or in `imports`, that needs the option itself.",
  says: {
    failed: containerError,
  },
});

export const NP608 = code("NP608", {
  title: "File missing in the evaluation",
  cause: "Nix cannot read a file. In a flake it sees only files that git knows (`git add`).",
  cure: "Create the file, correct the path, or add it to git.",
  says: {
    failed: containerError,
  },
});

export const NP609 = code("NP609", {
  title: "Conflicting definitions",
  cause: "An option that takes one value is defined with several.",
  cure: "Remove one definition, or give one of them priority with `lib.mkForce` or `lib.mkDefault`.",
  says: {
    failed: containerError,
  },
});

export const NP610 = code("NP610", {
  title: "Option used without a value",
  cause: "An option without a default is read and nothing defines it.",
  cure: "Define it.",
  says: {
    failed: containerError,
  },
});

export const NP611 = code("NP611", {
  title: "Syntax error in a Nix file",
  cause: "A Nix file that a container imports does not follow the grammar of Nix.",
  cure: "Correct it at the place that the message names.",
  says: {
    failed: containerError,
  },
});

export const NP612 = code("NP612", {
  title: "Nix refuses an expression",
  cause:
    "The evaluation ended with an error of another kind: a value of the wrong type, a `throw`, an argument too many.",
  cure: "The message is Nix's own; --verbose shows all it said, --show-trace makes that more.",
  says: {
    failed: containerError,
  },
});

export const NP613 = code("NP613", {
  title: "The evaluation did not end by itself",
  cause: "Nix was killed or ran out of memory while it evaluated a container.",
  cure: "Give it fewer containers at once (--jobs), or more memory.",
  says: {
    failed: containerError,
  },
});
