# LED Matrix modules: the service may write to their serial ports, and to no other.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.programs.fw16-synth;
  matrix = cfg.ledMatrix;
  plays = cfg.service.enable && cfg.users != [ ];
  given = value: lib.mkIf (value != null) (lib.mkDefault value);
in
{
  options.programs.fw16-synth.ledMatrix = {
    enable = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Whether LED Matrix modules show what sounds, and the service may open their serial ports:
        {option}`programs.fw16-synth.settings.led_matrix.enabled`.
      '';
    };
    brightness = mkOption {
      type = types.nullOr (types.ints.between 1 100);
      default = null;
      example = 40;
      description = ''
        How bright, in percent:
        {option}`programs.fw16-synth.settings.led_matrix.brightness`.
      '';
    };
    show = mkOption {
      type = types.nullOr (
        types.enum [
          "all"
          "level"
          "notes"
        ]
      );
      default = null;
      example = "notes";
      description = "What they show: {option}`programs.fw16-synth.settings.led_matrix.show`.";
    };
  };

  config = lib.mkIf (cfg.enable && matrix.enable) {
    programs.fw16-synth.settings.led_matrix = {
      enabled = lib.mkDefault true;
      brightness = given matrix.brightness;
      show = given matrix.show;
    };

    # ModemManager would try whether it is a modem.
    services.udev.packages = lib.mkIf plays [
      (pkgs.writeTextDir "lib/udev/rules.d/70-fw16-synth-led-matrix.rules" ''
        ACTION!="remove", SUBSYSTEM=="tty", KERNEL=="ttyACM*", ATTRS{idVendor}=="32ac", ATTRS{idProduct}=="0020", ENV{ID_MM_DEVICE_IGNORE}="1", RUN+="${lib.getExe' pkgs.acl "setfacl"} -m g:fw16-synth:rw $env{DEVNAME}"
      '')
    ];
    # Of all ports of this kind, the rule lets it open those alone. systemd looks the kind up when the
    # unit starts, and does not find it before its driver is there: a module may come later.
    boot.kernelModules = lib.mkIf plays [ "cdc_acm" ];
    systemd.services = lib.mkIf plays {
      "fw16-synth@".serviceConfig.DeviceAllow = [ "char-ttyACM rw" ];
    };

    assertions = [
      {
        assertion = plays;
        message = "programs.fw16-synth.ledMatrix lets the service open serial ports, and there is no service. Name who plays in programs.fw16-synth.users, with service.enable on; or set hardware.inputmodule.enable, which lets whoever sits at the machine open them, and settings.led_matrix.enabled.";
      }
    ];
  };
}
