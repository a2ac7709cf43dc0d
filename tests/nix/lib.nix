# The few functions of nixpkgs' lib that the package takes, for a machine that has no nixpkgs.
# Nothing else is tested with it: modules need the real one.
let
  isBelow = folder: path: path == folder || builtins.substring 0 (builtins.stringLength folder + 1) path == "${folder}/";
in
rec {
  genAttrs =
    names: make:
    builtins.listToAttrs (
      map (name: {
        inherit name;
        value = make name;
      }) names
    );
  importJSON = file: builtins.fromJSON (builtins.readFile file);
  getLib = package: package;
  getExe = package: "${package}/bin/${package.meta.mainProgram or package.name}";
  getExe' = package: name: "${package}/bin/${name}";
  fetchers.proxyImpureEnvVars = [ ];
  licenses.mit.spdxId = "MIT";
  sourceTypes = {
    fromSource = { };
    binaryNativeCode = { };
  };
  fileset = {
    unions = parts: map toString parts;
    # Whole folders and single files, which is all the package asks for.
    toSource =
      { root, fileset }:
      builtins.path {
        name = "source";
        path = root;
        filter = path: _: builtins.any (part: isBelow part path || isBelow path part) fileset;
      };
  };
}
