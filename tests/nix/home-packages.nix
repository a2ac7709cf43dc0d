# More stand-ins: what Home Manager looks at of nixpkgs before it knows that nobody wants it.
{
  lib,
  nixpkgs,
  pkgs,
}:
let
  value =
    let
      inherit (lib) types;
    in
    types.nullOr (
      types.oneOf [
        types.bool
        types.int
        types.float
        types.str
        types.path
        (types.attrsOf value)
        (types.listOf value)
      ]
    )
    // {
      description = "value";
    };
  format = _: {
    type = value;
    lib.types.atom = value;
    generate = name: given: pkgs.writeText name (builtins.toJSON given);
  };
in
{
  formats =
    lib.genAttrs [ "ini" "iniWithGlobalSection" "keyValue" "systemd" ] (
      _: _: format { } // { type = lib.types.attrsOf (lib.types.attrsOf value); }
    )
    // lib.genAttrs [ "json" "toml" "yaml" "javaProperties" "hocon" "xml" ] (_: format);
  config = { };
  overlays = [ ];
  buildPackages = pkgs;
  runCommandLocal = pkgs.runCommand;
  writeTextFile =
    {
      name,
      text,
      destination ? "",
      executable ? false,
      ...
    }:
    pkgs.runCommand name { } ''
      file=$out${destination}
      mkdir -p "$(dirname "$file")"
      cat ${pkgs.writeText "text" text} >"$file"
      ${lib.optionalString executable "chmod +x $file"}
    '';
  path = nixpkgs;
}
// lib.genAttrs [
  "bashInteractive"
  "bash"
  "man"
  "glibcLocales"
  "gettext"
  "findutils"
  "diffutils"
  "gnused"
  "gnugrep"
  "ncurses"
  "nix"
  "shared-mime-info"
] pkgs.emptyPackage
