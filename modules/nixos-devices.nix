# Which keyboards the service may read. The rules come before 73-seat-late.rules, or those for the
# seat would have no effect; services.udev.extraRules come after it.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.programs.fw16-synth;
  ids = types.listOf (types.strMatching "[0-9a-f]{4}:[0-9a-f]{4}");

  forInput = ''ACTION!="remove", SUBSYSTEM=="input", KERNEL=="event*"'';
  is =
    id:
    let
      part = lib.splitString ":" id;
    in
    ''ATTRS{id/vendor}=="${lib.head part}", ATTRS{id/product}=="${lib.last part}"'';
  toGroup = ''RUN+="${lib.getExe' pkgs.acl "setfacl"} -m g:fw16-synth:r $env{DEVNAME}"'';

  rules =
    map (id: "${forInput}, ${is id}, ${toGroup}") cfg.devices.keyboards
    ++ lib.optional cfg.devices.allKeyboards ''${forInput}, ENV{ID_INPUT_KEYBOARD}=="1", ${toGroup}''
    ++ map (id: ''${forInput}, ${is id}, TAG+="uaccess"'') cfg.devices.seat
    ++ lib.optional cfg.devices.inputGroup ''KERNEL=="event*", SUBSYSTEM=="input", GROUP="input", MODE="0640"'';
in
{
  options.programs.fw16-synth.devices = {
    framework = mkOption {
      type = types.bool;
      default = true;
      description = ''
        Whether the service may read the keyboards, the macropad, the numpad and the touchpad of the
        Framework Laptop 16.
      '';
    };
    keyboards = mkOption {
      type = ids;
      default = [ ];
      example = [ "046d:c31c" ];
      description = ''
        Other keyboards that the service may read, by the ids that {command}`fw16-synth devices`
        shows.
      '';
    };
    allKeyboards = mkOption {
      type = types.bool;
      default = false;
      description = "Whether the service may read every keyboard there is or comes to be.";
    };
    seat = mkOption {
      type = ids;
      default = [ ];
      example = [ "32ac:0013" ];
      description = ''
        Keyboards that whoever sits at the machine may read, with every program of theirs: to play
        from {command}`fw16-synth` in a terminal. A macropad has no passwords to tell.
      '';
    };
    inputGroup = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Whether the group input may read every input device, as systemd has it anyway. It does not
        make anyone a member.
      '';
    };
  };

  config = lib.mkIf cfg.enable {
    services.udev.packages =
      lib.optional (cfg.devices.framework && cfg.service.enable && cfg.users != [ ]) cfg.package
      ++ lib.optional (rules != [ ]) (
        pkgs.writeTextDir "lib/udev/rules.d/70-fw16-synth-more.rules" (
          lib.concatMapStrings (rule: "${rule}\n") rules
        )
      );

    assertions = [
      {
        assertion =
          (cfg.devices.keyboards == [ ] && !cfg.devices.allKeyboards)
          || (cfg.service.enable && cfg.users != [ ]);
        message = "programs.fw16-synth.devices lets the service read keyboards, and there is no service. Name who plays in programs.fw16-synth.users, with service.enable on.";
      }
    ];
    warnings =
      lib.optional
        (
          cfg.service.enable
          && cfg.users != [ ]
          && !cfg.devices.framework
          && !cfg.devices.allKeyboards
          && cfg.devices.keyboards == [ ]
        )
        "programs.fw16-synth.devices gives the service no keyboard to read. Name one in devices.keyboards, or set devices.framework = true.";
  };
}
