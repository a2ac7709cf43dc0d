# A log file, and who keeps it small: the program, or this machine's logrotate.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.programs.fw16-synth;
  log = cfg.logging;
in
{
  options.programs.fw16-synth.logging = {
    directory = mkOption {
      type = types.nullOr types.path;
      default = null;
      example = "/var/log/fw16-synth";
      description = ''
        A folder for {file}`production.log`, readable by its player. Without it the log is in the
        journal.
      '';
    };
    rotateSize = mkOption {
      type = types.ints.between 1 10000;
      default = 10;
      description = "Megabytes at which the file is put aside.";
    };
    keep = mkOption {
      type = types.ints.between 1 100;
      default = 5;
      description = "Files that were put aside to keep.";
    };
    logrotate = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Whether this machine's logrotate puts the file aside, each day and at that size, and
        compresses it. Off, the program does it by itself.
      '';
    };
  };

  config = lib.mkIf cfg.enable {
    programs.fw16-synth.settings = lib.mkIf (log.directory != null) {
      performance.log_file = lib.mkDefault "${log.directory}/production.log";
      logging = {
        rotate_mb = lib.mkDefault (if log.logrotate then 0 else log.rotateSize);
        keep = lib.mkDefault log.keep;
      };
    };

    systemd.tmpfiles.rules = lib.mkIf (log.directory != null && cfg.users != [ ]) [
      "d ${log.directory} 0750 ${lib.head cfg.users} - -"
    ];

    # logrotate's sandbox shows it no program to signal. Ours sees by itself that its file has been
    # taken away, and begins another; delaycompress leaves alone what it writes until then.
    services.logrotate.settings = lib.mkIf (log.logrotate && log.directory != null) {
      fw16-synth = {
        files = "${log.directory}/*.log";
        frequency = "daily";
        maxsize = "${toString log.rotateSize}M";
        rotate = log.keep;
        dateext = true;
        dateformat = "-%Y%m%d-%s";
        missingok = true;
        notifempty = true;
        compress = true;
        delaycompress = true;
        create = false;
      };
    };

    assertions = [
      {
        assertion = log.directory == null || lib.length cfg.users <= 1;
        message = "programs.fw16-synth.logging.directory is for one player, and users has ${toString (lib.length cfg.users)}: they would write into the same file. Leave it out; each finds their log by journalctl -u fw16-synth@UID.";
      }
      {
        assertion = !log.logrotate || log.directory != null;
        message = "programs.fw16-synth.logging.logrotate has no file to put aside. Set logging.directory, such as \"/var/log/fw16-synth\".";
      }
    ];
  };
}
