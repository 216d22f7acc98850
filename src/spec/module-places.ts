/**
 * The options whose definitions are modules, by their paths in a system: there a function is a module
 * with arguments of its own. `*` is any name, `[]` an item of a list.
 *
 * Options of the type `submodule` take functions, too, and are left out: of those the arguments are
 * the submodule's, not a system's.
 */
const placesOfModules = [
  // nixpkgs nixos/modules/virtualisation/nixos-containers.nix: a type whose merge is eval-config.nix
  "containers.*.config",
  // nixos-modules/systemd-containers/types.nix of nixpawn
  "systemd.containers.*.config",
  // nixpkgs nixos/modules/system/activation/specialisation.nix (extendModules; before 21.11 as one
  // more item of eval-config.nix's modules) and home-manager modules/misc/specialisation.nix
  "specialisation.*.configuration",
  // nixpkgs nixos/modules/virtualisation/build-vm.nix (extendModules)
  "virtualisation.vmVariant",
  "virtualisation.vmVariantWithBootLoader",
  // nixpkgs nixos/modules/image/images.nix (deferredModule)
  "image.modules.*",
  // home-manager nixos/common.nix (submoduleWith; a list of modules)
  "home-manager.users.*",
  "home-manager.sharedModules.[]",
  // microvm.nix nixos-modules/host/options.nix: as nixos-containers.nix
  "microvm.vms.*.config",
] as const;

/** What is known of the paths that begin alike. */
export interface ModulePlaces {
  /** Whether a module stands here. */
  readonly isModule: boolean;
  /** What follows for a name, or for the index of a list's item. */
  at(key: string | number): ModulePlaces | undefined;
}

class Node implements ModulePlaces {
  isModule = false;
  readonly #inner = new Map<string, Node>();

  add([first, ...rest]: readonly string[]): void {
    if (first === undefined) {
      this.isModule = true;
      return;
    }
    const inner = this.#inner.get(first) ?? new Node();
    this.#inner.set(first, inner);
    inner.add(rest);
  }

  at(key: string | number): ModulePlaces | undefined {
    return typeof key === "number"
      ? this.#inner.get("[]")
      : (this.#inner.get(key) ?? this.#inner.get("*"));
  }
}

function makeRoot(): ModulePlaces {
  const root = new Node();
  for (const place of placesOfModules) root.add(place.split("."));
  return root;
}

/** From the options of a system on. */
export const modulePlaces: ModulePlaces = makeRoot();
