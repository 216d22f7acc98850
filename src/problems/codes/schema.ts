import { code } from "../code.js";

export const NP101 = code("NP101", {
  title: "Not a container",
  cause:
    "A container is something other than an object of options, or its function returned something else.",
  cure: "Write an object, or a function that returns one.",
});

export const NP102 = code("NP102", {
  title: "Unknown option",
  cause: "NixOS's containers have no option of this name.",
  cure: "Correct the name. Options of the system in the container belong in `config`.",
});

export const NP103 = code("NP103", {
  title: "Wrong value",
  cause: "The value of an option has the wrong type, or a form that the option does not take.",
  cure: "Write a value of the kind that the message names. A Nix expression is accepted everywhere and judged by Nix.",
});

export const NP104 = code("NP104", {
  title: "Missing option",
  cause: "An entry lacks an option that has no default.",
  cure: "Add it.",
});

export const NP105 = code("NP105", {
  title: "Removed option",
  cause: "nixpkgs had this option once, and throws when it is set today.",
  cure: "Use the options that the message names.",
});

export const NP106 = code("NP106", {
  title: "Option under another name",
  cause: "NixOS calls this option differently.",
  cure: "Use NixOS's name.",
});

export const NP107 = code("NP107", {
  title: "Option of the system inside",
  cause: "An option of NixOS itself, such as `services`, stands beside `config`.",
  cure: "Move it into `config`.",
});
