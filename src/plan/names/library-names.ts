/** Functions of nixpkgs' `lib` that modules use, most of them after `with lib;`. */
const ofLib = `add all and any assertMsg assertOneOf attrByPath attrNames attrVals attrValues attrsToList boolToString
  catAttrs cleanSource cleanSourceWith concat concatLines concatLists concatMap concatMapAttrs concatMapStrings
  concatMapStringsSep concatStrings concatStringsSep const count deepSeq drop elem elemAt escape escapeShellArg
  escapeShellArgs evalModules fileContents filter filterAttrs filterAttrsRecursive findFirst fix fixedWidthString
  flatten flip foldAttrs foldl foldl' foldr forEach functionArgs genAttrs genList getAttr getAttrFromPath getBin getExe
  getExe' getLib groupBy hasAttr hasAttrByPath hasInfix hasPrefix hasSuffix head id imap0 imap1 importJSON importTOML
  init intersectLists isAttrs isBool isDerivation isFunction isInt isList isString last length listToAttrs literalExpression
  makeBinPath makeLibraryPath makeSearchPath mapAttrs mapAttrs' mapAttrsRecursive mapAttrsToList mapNullable max
  mergeAttrs min mkAfter mkAliasOptionModule mkAssert mkBefore mkDefault mkEnableOption mkForce mkIf mkImageMediaOverride
  mkMerge mkOption mkOptionDefault mkOptionType mkOrder mkOverride mkPackageOption mkRemovedOptionModule
  mkRenamedOptionModule mkVMOverride mod nameValuePair optional optionalAttrs optionalString optionals or partition
  pathExists pipe range readFile recursiveUpdate remove removePrefix removeSuffix replaceStrings reverseList seq singleton
  sort splitString stringLength stringToCharacters sublist substring subtractLists tail take throwIf throwIfNot toInt
  toList toLower toUpper toposort traceVal traceValSeq types unique updateManyAttrsByPath versionAtLeast versionOlder
  warn warnIf zipAttrs zipAttrsWith zipLists zipListsWith`;

/** Functions and values of Nix that stand in `builtins` alone. */
const ofNix = `addErrorContext appendContext bitAnd bitOr bitXor ceil compareVersions currentSystem currentTime div
  fetchClosure filterSource findFile flakeRefToString floor foldl' fromJSON genericClosure getContext getEnv
  getFlake hasContext hashFile hashString intersectAttrs isFloat isPath langVersion lessThan match mul nixPath
  nixVersion parseDrvName parseFlakeRef readDir readFileType split splitVersion storeDir storePath sub toFile
  toJSON toPath toXML trace traceVerbose tryEval typeOf unsafeDiscardOutputDependency unsafeDiscardStringContext
  unsafeGetAttrPos warn`;

/** Where a name is to be had that stands alone: `lib.mkIf`, `builtins.toJSON`; undefined for any other. */
export function libraryName(name: string): string | undefined {
  if (ofLib.split(/\s+/).includes(name)) return `lib.${name}`;
  return ofNix.split(/\s+/).includes(name) ? `builtins.${name}` : undefined;
}
