# The configuration file as options: read from docs/config.schema.json, which the program writes
# from its own schema, so that neither module can know another setting than the program does.
{ lib, pkgs }:
let
  inherit (lib) types;
  schema = lib.importJSON ../docs/config.schema.json;
  yaml = pkgs.formats.yaml { };
  onePreset = schema.properties.presets.items;

  optionsOf = node: lib.mapAttrs (name: optionOf (lib.elem name (node.required or [ ]))) node.properties;

  optionOf =
    required: node:
    if node ? properties then
      section node
    else
      lib.mkOption (
        {
          type = if required then typeOf node else types.nullOr (typeOf node);
          description = lib.concatStringsSep "\n\n" (
            [ node.description ]
            ++ lib.optional (node ? x-takes) "Takes ${node.x-takes}."
            ++ lib.optional (node ? x-unit && node.x-unit != "%") "In ${node.x-unit}."
            ++ lib.optional (node ? default) "Left out: `${builtins.toJSON node.default}`."
          );
        }
        // lib.optionalAttrs (!required) { default = null; }
        // lib.optionalAttrs (node ? default) { example = node.default; }
      );

  section =
    node:
    lib.mkOption {
      type = types.submodule {
        freeformType = yaml.type;
        options = optionsOf node;
      };
      default = { };
      inherit (node) description;
    };

  typeOf =
    node:
    if node ? anyOf then
      types.oneOf (map typeOf node.anyOf)
    else if node ? enum then
      types.enum node.enum
    else if node ? const then
      types.enum [ node.const ]
    else
      {
        boolean = types.bool;
        integer = types.ints.between node.minimum node.maximum;
        number = types.numbers.between node.minimum node.maximum;
        string = types.str;
        array = listOf node;
        object =
          if node ? properties then
            types.submodule { options = optionsOf node; }
          else
            types.attrsOf (typeOf node.additionalProperties);
      }
      .${node.type};

  listOf =
    node:
    let
      each = if node ? prefixItems then lib.head node.prefixItems else node.items;
      least = node.minItems or 0;
      most = node.maxItems or null;
      hasLength = list: lib.length list >= least && (most == null || lib.length list <= most);
      ofLength =
        if most == null then
          ""
        else if least == most then
          " of ${toString most}"
        else
          " of ${toString least} to ${toString most}";
      base = types.listOf (typeOf each);
    in
    base
    // {
      check = value: base.check value && hasLength value;
      description = "list${ofLength}, each ${(typeOf each).description}";
    };

  withoutNulls =
    value:
    if lib.isAttrs value && !lib.isDerivation value then
      lib.filterAttrs (_: each: each != null && each != { }) (lib.mapAttrs (_: withoutNulls) value)
    else if lib.isList value then
      map withoutNulls value
    else
      value;
in
{
  type = types.submodule {
    freeformType = yaml.type;
    options = lib.mapAttrs (_: optionOf false) schema.properties;
  };

  # Of what has an option of its own: one preset but for its place, and the keys of one layout.
  preset = typeOf (
    onePreset // { properties = removeAttrs onePreset.properties [ "number" ]; }
  );
  presetsMost = onePreset.properties.number.maximum;
  layoutKeys = typeOf schema.properties.keyboard.properties.own_layouts.items.properties.keys;

  # The file, once the program itself has nothing to say against it; `package` may be null, where
  # another brings the program.
  file =
    package: settings:
    let
      written = yaml.generate "fw16-synth.yaml" (withoutNulls settings);
      canRun =
        package != null && pkgs.stdenv.buildPlatform.canExecute pkgs.stdenv.hostPlatform;
    in
    if !canRun then
      written
    else
      pkgs.runCommand "fw16-synth-config.yaml" { preferLocalBuild = true; } ''
        if ! HOME=/homeless-shelter ${lib.getExe package} --config ${written} --validate-only; then
          echo "fw16-synth refuses programs.fw16-synth.settings: the lines above name what is wrong." >&2
          exit 1
        fi
        cp ${written} $out
      '';
}
