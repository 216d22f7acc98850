import { code, error, warning } from "../code.js";

export const NP301 = code("NP301", {
  title: "No value of Nix",
  cause:
    "A function, symbol, date, map, promise or class instance stands where a value is written to a Nix file. Nix has nothing that corresponds to it.",
  cure: "Write strings, numbers, booleans, null, arrays and plain objects, or a Nix expression: ``nix`…` ``, `pkgs.…`, `lib.…`, `config.…` or `file(…)`.",
  says: {
    noValue: ({ what, hint }: { what: string; hint: string | undefined }) =>
      error(`this is ${what}, which is no value of Nix`, hint),
    symbol: ({ name }: { name: string }) =>
      error(`\`${name}\` is the name of a property here, and no text`),
    configExpr: ({ reason, character }: { reason: string; character: number }) =>
      error(`--config-expr is no Nix: ${reason} at character ${character}`),
  },
});

export const NP303 = code("NP303", {
  title: "No text of Nix",
  cause:
    "A string or a name has a NUL character, or half of a surrogate pair. Strings of Nix are UTF-8 and end at the first NUL.",
  cure: "Take the character out. Binary data can be written as base64 and decoded where it is used.",
  says: {
    string: ({ what }: { what: string }) => error(`this string has ${what}`),
    name: ({ what }: { what: string }) => error(`this name has ${what}`),
    attribute: ({ what }: { what: string }) => error(`the name of an attribute has ${what}`),
  },
});

export const NP304 = code("NP304", {
  title: "A value contains itself",
  cause:
    "An object or array is reached again from within itself, so writing it down would never end.",
  cure: "Copy what is needed instead of pointing back at the object around it.",
  says: {
    again: ({ name }: { name: string }) =>
      error(`this is ${name} again: a value cannot contain itself`),
    module: () => error("this module is part of itself"),
  },
});

export const NP305 = code("NP305", {
  title: "Missing item in a list",
  cause:
    "An item of an array is undefined, or was never set. In an object this leaves the option out; a list cannot have a gap.",
  cure: "Leave the item out, for example with `.filter((item) => item !== undefined)`, or write null if Nix shall see one.",
  says: {
    item: ({ index }: { index: number }) =>
      error(`item ${index} of this list is missing or undefined`),
  },
});

export const NP306 = code("NP306", {
  title: "Nested too deeply",
  cause:
    "Objects, arrays and Nix expressions are nested deeper than any NixOS option needs, or a call has hundreds of arguments. Mostly a function that builds the value calls itself without end.",
  cure: "Look for the function that builds the value, or move the deep part into a Nix file and import it with `file(…)`.",
  says: {
    tooDeep: ({ most }: { most: number }) => error(`this is nested more than ${most} levels deep`),
    tooManyArguments: ({ message }: { message: string }) => error(message),
    modulesTooDeep: ({ most }: { most: number }) =>
      error(`modules are nested more than ${most} levels deep`),
  },
});

export const NP307 = code("NP307", {
  title: "A property cannot be read",
  cause: "A getter or a proxy in the config threw when its value was asked for.",
  cure: "Correct the getter, or compute the value beforehand and put it into the object.",
  says: {
    failed: ({ reason }: { reason: string }) => error(`reading this property failed: ${reason}`),
  },
});

export const NP308 = code("NP308", {
  title: "Syntax error in a Nix expression",
  cause:
    "The text of a ``nix`…` `` template does not follow the grammar of Nix, or a `${…}` of TypeScript stands where no value may: in a comment, in a path, or touching a word, a number, a string or another `${…}`, so that it would become part of them.",
  cure: "Correct the text at the place shown. A `${…}` may be an expression, the name of an attribute or a part of a string, set off by blanks, operators or brackets. One that Nix itself shall see is written `\\${…}`; the text `${HOME}` of a script is `\"\\$\\{HOME}\"`, in a ''…'' string `''\\${HOME}`.",
  says: {
    noNix: ({ message, hint }: { message: string; hint: string | undefined }) =>
      error(`this is no Nix: ${message}`, hint),
  },
});

export const NP320 = code("NP320", {
  title: "The container's own configuration outside of the container",
  cause:
    "The `config` and `options` that are imported from nixpawn are the container's own. In an option of the container itself, such as `bindMounts`, `localAddress` or `specialArgs`, there is no module of the container that could be given them.",
  cure: "Write `host.config.…` for the configuration of the host, with `host` imported from nixpawn, or move the value into the container's `config`.",
  says: {
    own: ({ root, written }: { root: string; written: string }) =>
      error(
        `\`${root}\` is the container's own, and this is no part of the container's \`config\``,
        `write \`${written}\` for the host's, with \`host\` imported from "nixpawn"`,
      ),
  },
});

export const NP321 = code("NP321", {
  title: "The container's own packages outside of the container",
  cause:
    "The `pkgs` and `modulesPath` that are imported from nixpawn are the container's own. In an option of the container itself there is no module of the container, so that the host's are printed. Mostly the two are the same; with other overlays, or another nixpkgs in the container, they are not.",
  cure: "Write `host.pkgs.…`, with `host` imported from nixpawn, which says what is meant.",
  says: {
    own: ({ root, written }: { root: string; written: string }) =>
      warning(
        `\`${root}\` is the container's own; this is no part of the container's \`config\`, so that it is the host's`,
        `write \`${written}\`, with \`host\` imported from "nixpawn"`,
      ),
  },
});

export const NP322 = code("NP322", {
  title: "One template with two meanings",
  cause:
    "The text of a ``nix`…` `` template is Nix: a bare `config` in it is the host's in an option of a container, and the container's own below its `config`. One template that is used in both places is two values. So is one that is used in a function module within the container, such as a home-manager user, whose `config` is an argument of its own.",
  cure: "Put the reference into the template as a value, which is the same everywhere: `${host.config.…}` for the host's. Where two values are meant, write two templates.",
});

export const NP323 = code("NP323", {
  title: "An option that is set to itself",
  cause:
    "The value of an option reads the option that it is the value of, with `config.…` of the same NixOS. Nix evaluates one to know the other and recurses for ever.",
  cure: "Where the host's value is meant, write `host.config.…`, with `host` imported from nixpawn. A value that changes what other modules set belongs into an option of its own, or into `lib.mkForce(…)`, `lib.mkAfter(…)` and their like with the value alone.",
});

export const NP324 = code("NP324", {
  title: "Imports that depend on the module's own arguments",
  cause:
    "Which modules there are has to be known before `config`, `options` and `pkgs` are, which come of all of them. `imports` that need one of these recurse for ever.",
  cure: "Write `host.pkgs.…` or `host.config.…`, with `host` imported from nixpawn; or import the module always and put `lib.mkIf(…)` into it; or give it what it needs with `specialArgs`.",
});

export const NP325 = code("NP325", {
  title: "Packages that are made of themselves",
  cause:
    "The container's own `pkgs` come of its options below `nixpkgs`. Such an option that needs `pkgs` recurses for ever.",
  cure: "Write `host.pkgs`, with `host` imported from nixpawn: `nixpkgs: { pkgs: host.pkgs }` gives a container the packages of its host.",
});

export const NP326 = code("NP326", {
  title: "A name that nothing binds",
  cause:
    "The text of a ``nix`…` `` template uses a name that neither the template nor a module around it binds. It becomes an argument of the generated module, which Nix refuses when the host's modules are given no such argument. So does an argument of a function in a container's `config` that nothing gives its modules.",
  cure: "Correct the name: a package is `pkgs.hello`. If it is an argument that the host's modules are given (`specialArgs`), name it in the setting `hostArguments`, or write it `${host.name}`. Arguments of the container's modules are those of its `specialArgs` and of a module's function.",
});

export const NP327 = code("NP327", {
  title: "A variable of the shell as one of Nix",
  cause:
    "`\\${NAME}` in a ``nix`…` `` template is `${NAME}` to Nix, which puts a variable of Nix there. No argument of a module is called so; it is one of the shell or of systemd, and was meant as text. `\\${NAME:-default}` of the shell is an address or a function to Nix, `\\${1}` a number.",
  cure: 'Put the text in as a value: nix`"cd ${"${HOME}"}"`. In a string without anything of Nix, a plain string of TypeScript does: "cd ${HOME}".',
  says: {
    ofTheShell: ({ text, hint }: { text: string; hint: string }) =>
      error(
        `\`${text}\` in this string is Nix, to which it means something else than to the shell`,
        hint,
      ),
  },
});

export const NP328 = code("NP328", {
  title: "A module's argument used in another module",
  cause:
    "An argument that a module's function was given, such as `config`, is used in a place where that module is not around.",
  cure: "Use it within what the function returns, and nowhere else. For the host's write `host.config.…`, for that of the module around import `config` from nixpawn.",
});

export const NP329 = code("NP329", {
  title: "The host as a value",
  cause: "`host` stands for the arguments that the host's modules are given, not for a value.",
  cure: "Write which argument: `host.config.networking.hostName`, `host.pkgs.curl`, `host.inputs`.",
  says: {
    alone: () =>
      error(
        "`host` alone is no value of Nix",
        "write what of the host: `host.config.…`, `host.pkgs.…` or another argument of its modules",
      ),
  },
});

export const NP330 = code("NP330", {
  title: "`lib.mkForce` or its like in a text, an operation or a condition",
  cause:
    "`lib.mkIf`, `lib.mkForce`, `lib.mkDefault`, `lib.mkMerge` and their like give the module system a definition of an option: whether it holds, and how strong it is. Nix has no text of it, and cannot compute with it. It may have come from an option of another container that is set so.",
  cure: 'Write the plain value there, from a constant that both places use, and put `lib.mkForce(…)` around the whole: ``lib.mkForce(nix`"http://${address}"`)``.',
});

export const NP331 = code("NP331", {
  title: "What another container's `config` decides",
  cause:
    "A container's function reads a value of another container that is written with that one's `config` or `options`. Where it is used now, the same words mean another system's.",
  cure: "Keep what both use in a constant above the containers. With nixpkgs' own containers, `host.config.containers.db.config.…` is what Nix makes of the other container. What is copied to the same option, as by `...containers.db`, is meant to be the new container's own, and no problem.",
  says: {
    ofAnother: ({
      read,
      own,
      name,
      hint,
    }: {
      read: string;
      own: string;
      name: string;
      hint: string;
    }) =>
      error(
        `\`${read}\` depends on the \`${own}\` of container \`${name}\`; here it would be that of another system`,
        hint,
      ),
  },
});
