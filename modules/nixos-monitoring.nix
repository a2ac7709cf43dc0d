# Health and metrics: where they are offered, and who looks at them.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.programs.fw16-synth;
  monitoring = "${cfg.package}/share/fw16-synth/monitoring";
  port = if cfg.settings.http.port == null then 8080 else cfg.settings.http.port;
  addresses =
    if cfg.settings.http.addresses == null then
      [
        "127.0.0.1"
        "::1"
      ]
    else
      cfg.settings.http.addresses;
  isLoopback = address: lib.hasPrefix "127." address || address == "::1";
  reachesOut = !lib.all isLoopback addresses;
in
{
  options.programs.fw16-synth.monitoring = {
    port = mkOption {
      type = types.nullOr types.port;
      default = null;
      example = 9180;
      description = "The port of health and metrics: {option}`programs.fw16-synth.settings.http.port`.";
    };
    openFirewall = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Whether others may reach that port. The program listens to others only with
        {option}`programs.fw16-synth.settings.http.addresses`.
      '';
    };
    prometheus = mkOption {
      type = types.bool;
      default = false;
      description = "Whether this machine's Prometheus asks the instrument, and has its alerts.";
    };
    grafana = mkOption {
      type = types.bool;
      default = false;
      description = "Whether this machine's Grafana has its dashboard.";
    };
  };

  config = lib.mkIf cfg.enable {
    programs.fw16-synth.settings.http.port = lib.mkIf (cfg.monitoring.port != null) (
      lib.mkDefault cfg.monitoring.port
    );
    networking.firewall.allowedTCPPorts = lib.mkIf cfg.monitoring.openFirewall [ port ];

    # Nothing is sent or taken beyond what is listened to; `settings` decides that.
    systemd.services = lib.mkIf (cfg.service.enable && cfg.users != [ ] && !reachesOut) {
      "fw16-synth@".serviceConfig = {
        IPAddressDeny = "any";
        IPAddressAllow = "localhost";
      };
    };

    services.prometheus = lib.mkIf cfg.monitoring.prometheus {
      scrapeConfigs = [
        {
          job_name = "fw16-synth";
          scrape_interval = "5s";
          static_configs = [ { targets = [ "localhost:${toString port}" ]; } ];
        }
      ];
      ruleFiles = [ "${monitoring}/alerts.yml" ];
    };
    services.grafana.provision = lib.mkIf cfg.monitoring.grafana {
      enable = true;
      dashboards.settings.providers = [
        {
          name = "fw16-synth";
          options.path = monitoring;
        }
      ];
    };

    warnings =
      lib.optional (cfg.monitoring.openFirewall && !reachesOut)
        "programs.fw16-synth.monitoring.openFirewall opens port ${toString port}, and the program listens to this machine alone. Set settings.http.addresses, such as [ \"0.0.0.0\" ], or close it."
      ++ lib.optional (cfg.monitoring.prometheus && !config.services.prometheus.enable)
        "programs.fw16-synth.monitoring.prometheus has no Prometheus to set. Set services.prometheus.enable = true."
      ++ lib.optional (cfg.monitoring.grafana && !config.services.grafana.enable)
        "programs.fw16-synth.monitoring.grafana has no Grafana to set. Set services.grafana.enable = true.";
  };
}
