# What both modules offer: the program, its settings, and the guide's short names for some of them.
{
  lib,
  pkgs,
  config,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.programs.fw16-synth;
  settings = import ./settings.nix { inherit lib pkgs; };
  # Written only where it was said, so that the program's own default stays its own.
  given = value: lib.mkIf (value != null) (lib.mkDefault value);

  # F1 to F12, or the number of a place in further twelves; null for anything else.
  placeOf =
    name:
    let
      digits = builtins.match "F([1-9]|1[0-2])|([1-9][0-9]{0,2})" name;
      place = lib.toInt (lib.findFirst (each: each != null) "0" digits);
    in
    if digits == null || place > settings.presetsMost then null else place;
  nowhere = lib.filter (name: placeOf name == null) (lib.attrNames cfg.presets);
  placed = lib.mapAttrsToList (name: preset: preset // { number = placeOf name; }) (
    removeAttrs cfg.presets nowhere
  );
in
{
  options.programs.fw16-synth = {
    enable = lib.mkEnableOption "FW16 Synth, the keyboard as a musical instrument";

    audioDriver = mkOption {
      type = types.nullOr (
        types.enum [
          "auto"
          "pipewire"
          "jack"
          "pulseaudio"
          "alsa"
          "file"
        ]
      );
      default = null;
      example = "pipewire";
      description = "Where the sound goes: {option}`programs.fw16-synth.settings.audio.driver`.";
    };

    soundfont = mkOption {
      type = types.nullOr (types.either types.path types.str);
      default = null;
      example = lib.literalExpression ''"''${pkgs.soundfont-fluid}/share/soundfonts/FluidR3_GM.sf2"'';
      description = ''
        The SoundFont to play: a file, a folder, or the name of an installed one. It may come to be
        there later; until then the best that is installed plays, and that is said.
      '';
    };

    extraSoundfonts = mkOption {
      type = types.listOf types.package;
      default = [ ];
      example = lib.literalExpression "[ pkgs.soundfont-generaluser ]";
      description = "Packages with SoundFonts in {file}`share/soundfonts`, to be found by name.";
    };

    presets = mkOption {
      type = types.attrsOf settings.preset;
      default = { };
      example = {
        F1 = {
          name = "Clavinet";
          program = 7;
          octave = 3;
        };
      };
      description = ''
        Sounds by their place: the function keys {file}`F1` to {file}`F12`, and the numbers from 13 on
        for further twelves. Those left out stay as they are.
      '';
    };

    layouts = mkOption {
      type = types.attrsOf settings.layoutKeys;
      default = { };
      example = {
        mine = {
          Q = "C4";
          W = "D4";
          E = 64;
        };
      };
      description = ''
        Layouts of your own by name: the note of each key in octave 4, keys by their kernel names.
        {option}`programs.fw16-synth.settings.keyboard.layout` chooses the one to begin with.
      '';
    };

    settings = mkOption {
      inherit (settings) type;
      default = { };
      example = {
        audio.buffer_size = 128;
        velocity.source = "timing";
      };
      description = ''
        The configuration, as it stands in
        [configuration.md](https://github.com/ALH477/fw16-synth/blob/main/docs/configuration.md). The
        program itself checks it when the system is built.
      '';
    };

    configFile = mkOption {
      type = types.path;
      internal = true;
      readOnly = true;
      description = "The configuration as a file.";
    };
  };

  config = {
    programs.fw16-synth = {
      settings = {
        audio = {
          driver = given cfg.audioDriver;
          soundfont = given (if cfg.soundfont == null then null else "${cfg.soundfont}");
        };
        presets = lib.mkIf (cfg.presets != { }) (
          lib.mkDefault (lib.sort (one: other: one.number < other.number) placed)
        );
        keyboard.own_layouts = lib.mkIf (cfg.layouts != { }) (
          lib.mapAttrsToList (name: keys: { inherit name keys; }) cfg.layouts
        );
      };
      configFile = settings.file cfg.package cfg.settings;
    };

    assertions = lib.mkIf cfg.enable [
      {
        assertion = nowhere == [ ];
        message = "programs.fw16-synth.presets has ${lib.concatStringsSep ", " nowhere}, which is no place. Take F1 to F12, or 13 to ${toString settings.presetsMost} for further twelves.";
      }
    ];
  };
}
