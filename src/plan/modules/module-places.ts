/**
 * The options whose definitions are modules, by their paths in a system: there a function is a module
 * with arguments of its own. `*` is any name, `[]` an item of a list.
 *
 * Options of the type `submodule` take functions, too, and are left out: of those the arguments are
 * the submodule's, not a system's.
 */
const placesOfModules: readonly (readonly [
  path: string,
  kind: ModuleKind,
  given?: readonly string[],
])[] = [
  // nixpkgs nixos/modules/virtualisation/nixos-containers.nix: a type whose merge is eval-config.nix
  ["containers.*.config", "system"],
  // nixos-modules/systemd-containers/types.nix of nixpawn
  ["systemd.containers.*.config", "system"],
  // nixpkgs nixos/modules/system/activation/specialisation.nix (extendModules; before 21.11 as one
  // more item of eval-config.nix's modules) and home-manager modules/misc/specialisation.nix
  ["specialisation.*.configuration", "part"],
  // nixpkgs nixos/modules/virtualisation/build-vm.nix (extendModules)
  ["virtualisation.vmVariant", "part"],
  ["virtualisation.vmVariantWithBootLoader", "part"],
  // nixpkgs nixos/modules/image/images.nix (deferredModule)
  ["image.modules.*", "part"],
  // home-manager nixos/common.nix (submoduleWith; a list of modules)
  ["home-manager.users.*", "part", ["nixosConfig", "osConfig"]],
  ["home-manager.sharedModules.[]", "part", ["nixosConfig", "osConfig"]],
  // microvm.nix nixos-modules/host/options.nix: as nixos-containers.nix
  ["microvm.vms.*.config", "system"],
];

/**
 * A system of its own, such as a container: what is imported and used in it is its own. A part of the
 * system around, such as a home-manager user: there only a function has arguments of its own.
 */
export type ModuleKind = "system" | "part";

/** What is known of the paths that begin alike. */
export interface ModulePlaces {
  /** Of the module that stands here. */
  readonly kind: ModuleKind | undefined;
  /** Arguments that it is always given, beside NixOS's own. */
  readonly given: readonly string[];
  /** What follows for a name, or for the index of a list's item. */
  at(key: string | number): ModulePlaces | undefined;
}

class Node implements ModulePlaces {
  kind: ModuleKind | undefined;
  given: readonly string[] = [];
  readonly #inner = new Map<string, Node>();

  add([first, ...rest]: readonly string[], kind: ModuleKind, given: readonly string[]): void {
    if (first === undefined) {
      this.kind = kind;
      this.given = given;
      return;
    }
    const inner = this.#inner.get(first) ?? new Node();
    this.#inner.set(first, inner);
    inner.add(rest, kind, given);
  }

  at(key: string | number): ModulePlaces | undefined {
    return typeof key === "number"
      ? this.#inner.get("[]")
      : (this.#inner.get(key) ?? this.#inner.get("*"));
  }
}

function makeRoot(): ModulePlaces {
  const root = new Node();
  for (const [place, kind, given = []] of placesOfModules) {
    root.add(place.split("."), kind, given);
  }
  return root;
}

/** From the options of a system on. */
export const modulePlaces: ModulePlaces = makeRoot();
