# Home Manager: the program, its configuration and SoundFonts for one user. What only the system can
# grant, reading keyboards first, is modules/nixos.nix.
{
  config,
  lib,
  pkgs,
  osConfig ? null,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.programs.fw16-synth;
  parts = import ./service.nix;
  onSystem = if osConfig == null then { } else osConfig.programs.fw16-synth or { };
  playsForSystem =
    (onSystem.enable or false)
    && onSystem.service.enable
    && lib.elem config.home.username onSystem.users;

  mayReadKeyboards =
    (onSystem.devices.seat or [ ]) != [ ]
    || lib.elem "input" (osConfig.users.users.${config.home.username}.extraGroups or [ ]);

  soundfonts = lib.optional cfg.installSoundfonts pkgs.soundfont-fluid ++ cfg.extraSoundfonts;
  soundfontFolder = pkgs.buildEnv {
    name = "fw16-synth-soundfonts";
    paths = soundfonts;
    pathsToLink = [ "/share/soundfonts" ];
  };
in
{
  imports = [ ./options.nix ];

  options.programs.fw16-synth = {
    package = mkOption {
      type = types.nullOr types.package;
      default = pkgs.fw16-synth or (pkgs.callPackage ../nix/package.nix { });
      defaultText = lib.literalExpression "pkgs.fw16-synth";
      description = "The program; null where the system brings it. Then the configuration is not checked.";
    };

    defaultOctave = mkOption {
      type = types.nullOr (types.ints.between 0 8);
      default = null;
      example = 4;
      description = "The octave to begin in: {option}`programs.fw16-synth.settings.keyboard.octave`.";
    };

    defaultProgram = mkOption {
      type = types.nullOr (types.ints.between 0 127);
      default = null;
      example = 0;
      description = ''
        The sound to begin with, 0 being the grand piano:
        {option}`programs.fw16-synth.settings.keyboard.program`.
      '';
    };

    installSoundfonts = mkOption {
      type = types.bool;
      default = false;
      description = "Whether to bring FluidR3, the usual General MIDI font of 140 MB.";
    };

    service.enable = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Whether the instrument starts with the session, disarmed. It may read no keyboard but what
        every program of yours may: the NixOS module's users have it with less.
      '';
    };
  };

  config = lib.mkIf cfg.enable {
    assertions = [
      (lib.hm.assertions.assertPlatform "programs.fw16-synth" pkgs lib.platforms.linux)
      {
        assertion = !(cfg.service.enable && playsForSystem);
        message = "programs.fw16-synth.service.enable of Home Manager and programs.fw16-synth.users of the system would start two instruments for ${config.home.username}. Leave it to the system: take service.enable out here.";
      }
      {
        assertion = !cfg.service.enable || cfg.package != null;
        message = "programs.fw16-synth.service.enable needs a program to start: set programs.fw16-synth.package.";
      }
    ];
    warnings =
      lib.optional
        (cfg.service.enable && osConfig != null && !playsForSystem && !mayReadKeyboards)
        "programs.fw16-synth.service of ${config.home.username} may read no keyboard, which only the system can grant: set programs.fw16-synth.users = [ \"${config.home.username}\" ] in its configuration, in place of service.enable here.";

    programs.fw16-synth.settings.keyboard = {
      octave = lib.mkIf (cfg.defaultOctave != null) (lib.mkDefault cfg.defaultOctave);
      program = lib.mkIf (cfg.defaultProgram != null) (lib.mkDefault cfg.defaultProgram);
    };

    home.packages = lib.optional (cfg.package != null) cfg.package;

    xdg.configFile."fw16-synth/config.yaml".source = cfg.configFile;
    xdg.dataFile.soundfonts = lib.mkIf (soundfonts != [ ]) {
      source = "${soundfontFolder}/share/soundfonts";
      recursive = true;
    };

    systemd.user.services.fw16-synth = lib.mkIf (cfg.service.enable && cfg.package != null) {
      Unit = parts.unit // {
        Description = "FW16 Synth, the keyboard as an instrument";
        Documentation = [ "man:fw16-synth(1)" ];
        After = [
          "pipewire.service"
          "wireplumber.service"
          "pipewire-pulse.service"
        ];
        Wants = [ "pipewire.service" ];
        X-Restart-Triggers = [ "${cfg.configFile}" ];
      };
      Service =
        parts.service
        // parts.sandbox
        // parts.realtime
        // {
          ExecStart = "${lib.getExe cfg.package} --production";
          ReadWritePaths = [
            "%h"
            "%t"
          ];
          InaccessiblePaths = [
            "-%h/.ssh"
            "-%h/.gnupg"
          ];
        };
      Install.WantedBy = [ "default.target" ];
    };
  };
}
