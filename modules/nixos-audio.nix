# Real time, and the size of PipeWire's buffers.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.programs.fw16-synth;
  driver = cfg.settings.audio.driver;
  hasJack =
    config.services.jack.jackd.enable
    || (config.services.pipewire.enable && config.services.pipewire.jack.enable);
in
{
  options.programs.fw16-synth = {
    enableRealtimeAudio = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Whether playing may be real-time: limits for {option}`programs.fw16-synth.users` (priority 95,
        memory that stays in memory), for the service, and rtkit for whatever else makes sound.
      '';
    };
    lowLatency = {
      enable = mkOption {
        type = types.bool;
        default = false;
        description = "Whether PipeWire works in small pieces, for every program of the machine.";
      };
      quantum = mkOption {
        type = types.ints.between 16 8192;
        default = 64;
        description = "Frames to a piece: 64 at 48000 Hz are 1.3 ms. If you hear clicks, take 128 or 256.";
      };
      rate = mkOption {
        type = types.ints.between 8000 192000;
        default = 48000;
        description = "Samples per second.";
      };
    };
  };

  config = lib.mkIf cfg.enable {
    security.rtkit.enable = lib.mkIf cfg.enableRealtimeAudio (lib.mkDefault true);
    security.pam.loginLimits = lib.mkIf cfg.enableRealtimeAudio (
      lib.concatMap (user: [
        {
          domain = user;
          type = "-";
          item = "rtprio";
          value = "95";
        }
        {
          domain = user;
          type = "-";
          item = "memlock";
          value = "unlimited";
        }
      ]) cfg.users
    );

    services.pipewire.extraConfig.pipewire = lib.mkIf cfg.lowLatency.enable {
      "92-fw16-synth"."context.properties" = {
        "default.clock.rate" = cfg.lowLatency.rate;
        "default.clock.quantum" = cfg.lowLatency.quantum;
        "default.clock.min-quantum" = cfg.lowLatency.quantum;
      };
    };
    programs.fw16-synth.settings.audio = lib.mkIf cfg.lowLatency.enable {
      # A size of 16 or 32 is PipeWire's alone.
      buffer_size = lib.mkDefault (lib.max 64 cfg.lowLatency.quantum);
      sample_rate = lib.mkDefault (lib.min 96000 cfg.lowLatency.rate);
    };

    warnings =
      lib.optional (driver == "pipewire" && !config.services.pipewire.enable)
        "programs.fw16-synth plays through PipeWire, and there is none. Set services.pipewire.enable = true, or another audioDriver."
      ++ lib.optional (driver == "jack" && !hasJack)
        "programs.fw16-synth plays through JACK, and there is none. Set services.pipewire.jack.enable or services.jack.jackd.enable, or another audioDriver."
      ++ lib.optional (cfg.lowLatency.enable && !config.services.pipewire.enable)
        "programs.fw16-synth.lowLatency sets PipeWire, and there is none. Set services.pipewire.enable = true.";
  };
}
