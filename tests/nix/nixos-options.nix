# The part of NixOS that the module sets, in our own words: names, types and merging as NixOS
# declares them, so that a typo or a wrong type fails here as it would there. Where nixpkgs itself is
# found, tests/nixos-vm is evaluated against the real ones.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  bool = mkOption {
    type = types.bool;
    default = false;
  };
  lines = mkOption {
    type = types.lines;
    default = "";
  };
  listOf =
    type:
    mkOption {
      type = types.listOf type;
      default = [ ];
    };
  raw = mkOption {
    type = types.attrsOf types.raw;
    default = { };
  };
  # Lists are joined, anything else has to agree.
  unitValue = lib.mkOptionType {
    name = "systemd option";
    merge =
      loc: defs:
      if lib.any (def: lib.isList def.value) defs then
        lib.concatMap (def: lib.toList def.value) defs
      else
        lib.mergeEqualOption loc defs;
  };
  section = mkOption {
    type = types.attrsOf unitValue;
    default = { };
  };
  unitName = types.strMatching "[a-zA-Z0-9@%:_.\\-]+[.](service|socket|target|slice)";
  service = types.submodule {
    options =
      lib.genAttrs [ "wantedBy" "wants" "requires" "after" "before" "bindsTo" "partOf" ] (
        _: listOf unitName
      )
      // lib.genAttrs [ "startLimitBurst" "startLimitIntervalSec" ] (
        _:
        mkOption {
          type = types.nullOr types.int;
          default = null;
        }
      )
      // {
        description = mkOption {
          type = types.singleLineStr;
          default = "";
        };
        documentation = listOf types.str;
        restartTriggers = listOf types.unspecified;
        path = listOf (types.either types.package types.str);
        environment = mkOption {
          type = types.attrsOf (types.nullOr (types.either types.str types.path));
          default = { };
        };
        unitConfig = section;
        serviceConfig = section;
      };
  };
  services = mkOption {
    type = types.attrsOf service;
    default = { };
  };
in
{
  options = {
    assertions = listOf types.unspecified;
    warnings = listOf types.str;
    boot = {
      kernel.sysctl = raw;
      kernelModules = listOf types.str;
    };
    environment = {
      systemPackages = listOf types.package;
      pathsToLink = listOf types.str;
      etc = mkOption {
        default = { };
        type = types.attrsOf (types.submodule { options.source = mkOption { type = types.path; }; });
      };
    };
    networking.firewall.allowedTCPPorts = listOf types.port;
    security = {
      rtkit.enable = bool;
      polkit = {
        enable = bool;
        extraConfig = lines;
      };
      pam.loginLimits = listOf (
        types.submodule {
          options = {
            domain = mkOption { type = types.str; };
            type = mkOption {
              type = types.enum [
                "-"
                "hard"
                "soft"
              ];
            };
            item = mkOption {
              type = types.enum [
                "memlock"
                "nice"
                "nofile"
                "rtprio"
              ];
            };
            value = mkOption { type = types.either types.str types.int; };
          };
        }
      );
    };
    services = {
      udev.packages = listOf types.path;
      pipewire = {
        enable = bool;
        jack.enable = bool;
        extraConfig.pipewire = raw;
      };
      jack.jackd.enable = bool;
      prometheus = {
        enable = bool;
        scrapeConfigs = listOf (types.attrsOf types.raw);
        ruleFiles = listOf types.path;
      };
      logrotate.settings = mkOption {
        default = { };
        type = types.attrsOf (
          types.submodule (
            { name, ... }:
            {
              freeformType = types.attrsOf (types.nullOr (types.oneOf [ types.int types.bool types.str ]));
              options = {
                files = mkOption {
                  type = types.either types.str (types.listOf types.str);
                  default = name;
                };
                frequency = mkOption {
                  type = types.nullOr types.str;
                  default = null;
                };
              };
            }
          )
        );
      };
      grafana = {
        enable = bool;
        provision = {
          enable = bool;
          dashboards.settings.providers = listOf (types.attrsOf types.raw);
        };
      };
    };
    systemd = {
      inherit services;
      user.services = services;
      tmpfiles.rules = listOf types.str;
      package = mkOption {
        type = types.package;
        default = pkgs.systemd;
      };
    };
    users = {
      groups = mkOption {
        default = { };
        type = types.attrsOf (types.submodule { options.members = listOf types.str; });
      };
      users = mkOption {
        default = { };
        type = types.attrsOf (
          types.submodule {
            options = {
              isNormalUser = bool;
              uid = mkOption {
                type = types.nullOr types.int;
                default = null;
              };
              extraGroups = listOf types.str;
            };
          }
        );
      };
    };
  };
  config.users.groups.input = { };
}
