import type { CallSite, NixExpression } from "../nix/value.js";
import type { ContainerOptions } from "./container-options.generated.js";
import { callSite } from "./call-site.js";
import type { TargetName } from "./target-names.js";

/** Marks the default export of a config file; the same symbol in every copy of the package. */
export const configDefinition: unique symbol = Symbol.for("nixpawn.config") as never;

/**
 * A container as another one sees it. An option that was left out has nixpkgs' default; to read one
 * that has none is a problem at the read, so that no value here is `undefined`.
 */
export type ContainerView = {
  readonly [Name in keyof ContainerOptions]-?: Exclude<ContainerOptions[Name], null | undefined>;
};

/** The containers of the config by name, as another container sees them. */
export type ContainersView<Names extends string> = Readonly<Record<Names, ContainerView>>;

/** What a container that depends on its name or on other containers is given. */
export interface ContainerArguments<Name extends string, Names extends string> {
  readonly name: Name;
  /**
   * The other containers, defaults merged in; worked out when a value is read. `Object.keys`,
   * `values`, `entries`, spread and loops leave out the container that asks.
   */
  readonly containers: ContainersView<Names>;
}

/** One container: its options, as they are or under a condition (`lib.mkIf`), or a function that makes them. */
export type Container<Name extends string, Names extends string> =
  | ContainerOptions
  | NixExpression
  | ((given: ContainerArguments<Name, Names>) => ContainerOptions | NixExpression);

/** An option that starts like this one. */
type Suggestion<Option> = Option extends `${infer First}${infer Second}${infer Third}${string}`
  ? Extract<keyof ContainerOptions, `${First}${Second}${Third}${string}`>
  : never;

/** What stands for an option that no container has: its name tells. */
export interface UnknownOption<Option, DidYouMean> {
  readonly "there is no container option": Option;
  readonly "did you mean": DidYouMean;
}

/** Options of which a name that no container has must be an UnknownOption, which nothing is. */
export type KnownOptions<Options> = Options extends NixExpression
  ? unknown
  : {
      readonly [Option in keyof Options]: Option extends keyof ContainerOptions
        ? unknown
        : UnknownOption<Option, Suggestion<Option>>;
    };

/**
 * Containers whose options are all known. TypeScript holds what a function returns to no list of
 * names, so the types that were found for the containers are looked at.
 */
export type KnownContainers<Containers> = {
  readonly [Name in keyof Containers]: Containers[Name] extends (...given: never[]) => infer Result
    ? (...given: never[]) => Result & KnownOptions<Result>
    : KnownOptions<Containers[Name]>;
};

/** What editors show of containers that are no functions. */
export type ShownContainers<Containers> = {
  readonly [Name in keyof Containers]: Containers[Name] extends ContainerOptions
    ? ContainerOptions
    : unknown;
};

/** Containers by name. */
export type ContainersByName<Names extends string> = {
  readonly [Name in Names]: Container<Name, NoInfer<Names>>;
};

/** Settings beside the containers. */
export interface Settings {
  /** Merged under every container: options, or a function of the container's name. */
  readonly defaults?: ContainerOptions | ((name: string) => ContainerOptions) | undefined;
  /**
   * What the config is compiled to: modules for nixpkgs' `containers`, modules for
   * `systemd.containers` of the module that comes with nixpawn, or units and conf files for any
   * host with systemd and Nix. @default "containers"
   */
  readonly target?: TargetName | undefined;
  /** The folder of the generated tree, relative to the config file. @default "containers" */
  readonly outDir?: string | undefined;
  /**
   * The nixpkgs that `check`, `build` and `apply` evaluate with, relative to the config file, or
   * `<name>` of NIX_PATH. Without it, the flake's lock or `<nixpkgs>` is taken.
   */
  readonly nixpkgs?: string | undefined;
  /**
   * Arguments that the host's modules are given beside the usual ones, by the `specialArgs` of the
   * host: names that the text of nix`…` templates may use.
   */
  readonly hostArguments?: readonly string[] | undefined;
}

/** What `defineContainers` returns. */
export interface ConfigDefinition {
  readonly [configDefinition]: {
    readonly containers: Readonly<Record<string, unknown>>;
    readonly settings: Settings;
    readonly site: CallSite | undefined;
  };
}

/**
 * The default export of a config file: the host's containers by name.
 *
 * @param containers each container's options under NixOS's own names, or a function of
 *   `{ name, containers }`
 * @param settings defaults for every container, output folder
 */
export function defineContainers<
  Names extends string,
  Containers extends ContainersByName<Names> = ContainersByName<Names>,
  Defaults = unknown,
>(
  // Editors show what comes first; the names are found before functions are given them.
  containers: ShownContainers<Containers> &
    Containers &
    KnownContainers<Containers> &
    Readonly<Record<Names, unknown>>,
  settings: Omit<Settings, "defaults"> & {
    readonly defaults?:
      | ContainerOptions
      | ((name: string) => ContainerOptions & Defaults & KnownOptions<NoInfer<Defaults>>)
      | undefined;
  } = {},
): ConfigDefinition {
  const site = callSite(defineContainers);
  return Object.freeze({ [configDefinition]: { containers, settings, site } });
}
