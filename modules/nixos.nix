# NixOS: the service that plays, the right to read keyboards for it alone, and what is beside it.
# Nothing is opened or granted but what an option asks for.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.programs.fw16-synth;
  parts = import ./service.nix;
  group = "fw16-synth";
  plays = cfg.service.enable && cfg.users != [ ];
  userUnit = "fw16-synth@%U.service";
  systemctl = lib.getExe' config.systemd.package "systemctl";

  # A system's unit knows its user by number; the option names them.
  isPlayer = pkgs.writeShellScript "fw16-synth-is-player" ''
    case $(${lib.getExe' pkgs.coreutils "id"} -un) in
      ${lib.concatStringsSep " | " (map lib.escapeShellArg cfg.users)}) ;;
      *) exit 1 ;;
    esac
  '';
in
{
  imports = [
    ./options.nix
    ./nixos-devices.nix
    ./nixos-led-matrix.nix
    ./nixos-logging.nix
    ./nixos-monitoring.nix
    ./nixos-audio.nix
  ];

  options.programs.fw16-synth = {
    package = mkOption {
      type = types.package;
      default = pkgs.fw16-synth or (pkgs.callPackage ../nix/package.nix { });
      defaultText = lib.literalExpression "pkgs.fw16-synth";
      description = "The program.";
    };

    users = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "musician" ];
      description = ''
        Who plays. For each of them the instrument starts with their session, disarmed, and that
        process alone may read the keyboards: no other program of theirs can. Left Ctrl + Left Alt +
        Space arms it.
      '';
    };

    service = {
      enable = mkOption {
        type = types.bool;
        default = true;
        description = ''
          Whether {option}`programs.fw16-synth.users` have the instrument as a service. Off, the
          program is only installed.
        '';
      };
      autoStart = mkOption {
        type = types.bool;
        default = true;
        description = ''
          Whether it starts with the session. Off, {command}`systemctl --user start fw16-synth`
          starts it.
        '';
      };
    };
  };

  config = lib.mkIf cfg.enable {
    environment = {
      systemPackages = [ cfg.package ] ++ cfg.extraSoundfonts;
      pathsToLink = lib.mkIf (cfg.extraSoundfonts != [ ]) [ "/share/soundfonts" ];
      etc."fw16-synth/config.yaml".source = cfg.configFile;
    };

    # Nobody is of it: it is for the process below.
    users.groups = lib.mkIf plays { ${group} = { }; };

    systemd.services."fw16-synth@" = lib.mkIf plays {
      description = "FW16 Synth, the keyboard as an instrument, for the user %i";
      documentation = [ "man:fw16-synth(1)" ];
      after = [ "user@%i.service" ];
      bindsTo = [ "user@%i.service" ];
      startLimitIntervalSec = parts.unit.StartLimitIntervalSec;
      startLimitBurst = parts.unit.StartLimitBurst;
      restartTriggers = [ cfg.configFile ];
      # busctl, by which rtkit is asked.
      path = [ config.systemd.package ];
      environment.XDG_RUNTIME_DIR = "/run/user/%i";
      serviceConfig =
        parts.service
        // parts.sandbox
        // (
          if cfg.enableRealtimeAudio then
            parts.realtime
          else
            {
              LimitRTPRIO = 0;
              RestrictRealtime = true;
            }
        )
        // {
          ExecCondition = isPlayer;
          ExecStart = "${lib.getExe cfg.package} --production --config /etc/fw16-synth/config.yaml";
          User = "%i";
          SupplementaryGroups = [ group ];
          StateDirectory = "fw16-synth/%i";
          ReadWritePaths = lib.optional (cfg.logging.directory != null) cfg.logging.directory;

          # What a program of the user may write, and a library here would believe, stays outside:
          # a plug-in of ALSA or PipeWire named in a home would run with the keys in its hands.
          ProtectHome = "tmpfs";
          BindPaths = [ "/run/user/%i" ];
          DevicePolicy = "closed";
          DeviceAllow = [
            "char-input r"
            "char-alsa rw"
          ];
          CapabilityBoundingSet = "";
          PrivateTmp = true;
          ProtectClock = true;
          ProtectProc = "invisible";
        };
    };

    # What the session starts and stops, since sound is the session's.
    systemd.user.services.fw16-synth = lib.mkIf plays {
      description = "FW16 Synth, by ${userUnit}";
      after = [
        "pipewire.service"
        "wireplumber.service"
        "pipewire-pulse.service"
      ];
      wants = [ "pipewire.service" ];
      wantedBy = lib.mkIf cfg.service.autoStart [ "default.target" ];
      unitConfig.ConditionUser = map (user: "|${user}") cfg.users;
      serviceConfig = {
        Type = "oneshot";
        RemainAfterExit = true;
        ExecStart = "${systemctl} start ${userUnit}";
        ExecReload = "${systemctl} reload ${userUnit}";
        ExecStop = "-${systemctl} stop ${userUnit}";
      };
    };

    security.polkit = lib.mkIf plays {
      enable = true;
      extraConfig = ''
        // Each player may start and stop the instrument of their own.
        polkit.addRule(function (action, subject) {
          if (action.id !== "org.freedesktop.systemd1.manage-units") return;
          if (${builtins.toJSON cfg.users}.indexOf(subject.user) < 0) return;
          if (["start", "stop", "restart", "reload"].indexOf(action.lookup("verb")) < 0) return;
          if (!/^fw16-synth@\d+\.service$/.test(action.lookup("unit"))) return;
          var id = polkit.spawn(["${lib.getExe' pkgs.coreutils "id"}", "-u", subject.user]).trim();
          if (action.lookup("unit") === "fw16-synth@" + id + ".service") return polkit.Result.YES;
        });
      '';
    };

    assertions = [
      {
        assertion = lib.all (user: config.users.users ? ${user}) cfg.users;
        message =
          let
            unknown = lib.filter (user: !(config.users.users ? ${user})) cfg.users;
          in
          "programs.fw16-synth.users names ${lib.concatStringsSep ", " unknown}, whom users.users does not. Declare users.users.${lib.head (unknown ++ [ "NAME" ])}, or take the name out.";
      }
    ];

    warnings =
      lib.optional (cfg.service.enable && cfg.users == [ ])
        "programs.fw16-synth.users is empty, so that no keyboard may be read: the program plays from a terminal alone. Name who plays, or set programs.fw16-synth.service.enable = false."
      ++ lib.concatMap (
        user:
        lib.optional (lib.elem "input" (config.users.users.${user}.extraGroups or [ ]))
          "${user} is in the group input, so that every program of theirs can read all that is typed. programs.fw16-synth.users needs no group: take input out of users.users.${user}.extraGroups."
      ) cfg.users
      ++ lib.optional (plays && toString (config.boot.kernel.sysctl."kernel.yama.ptrace_scope" or 1) == "0")
        "boot.kernel.sysctl.\"kernel.yama.ptrace_scope\" is 0, so that any program of a player can look into the process that reads the keyboards. Set it to 1."
      ++ lib.optional (plays && cfg.soundfont != null && lib.hasPrefix "/home/" "${cfg.soundfont}")
        "programs.fw16-synth.soundfont is in a home, where the service may not look. Put it into /var/lib/soundfonts, or name a package.";
  };

}
