# The NixOS module on each machine of machines.nix: what it sets as data, and as the files that NixOS
# would make of it, in one folder that can be laid over a system as it is:
#   nix-build tests/nix/nixos.nix -A files.guide --argstr nixpkgs ... --argstr path "$PATH" 
{
  # A folder with lib/, and what Home Manager takes of nixos/.
  nixpkgs,
  path,
  # For the machine that sets every setting, as JSON.
  sampleSettings ? "{}",
}:
let
  lib = import "${toString nixpkgs}/lib";
  few = import ./packages.nix { inherit lib path; };
  pkgs = few // import ./home-packages.nix { inherit lib nixpkgs; pkgs = few; };
  machines = import ./machines.nix { inherit sampleSettings; };
  lines =
    name: value:
    if lib.isList value then
      lib.concatMapStrings (lines name) value
    else
      "${name}=${if lib.isBool value then lib.boolToString value else toString value}\n";
  section = name: values: "[${name}]\n" + lib.concatStrings (lib.mapAttrsToList lines values);
  said = lib.filterAttrs (_: value: value != null && value != "" && value != [ ]);
  unitText =
    unit:
    section "Unit" (
      said {
        Description = unit.description;
        Documentation = unit.documentation;
        Wants = unit.wants;
        After = unit.after;
        BindsTo = unit.bindsTo;
        StartLimitBurst = unit.startLimitBurst;
        StartLimitIntervalSec = unit.startLimitIntervalSec;
        X-Restart-Triggers = map toString unit.restartTriggers;
      }
      // unit.unitConfig
    )
    + section "Service" (
      unit.serviceConfig
      // said {
        Environment =
          lib.mapAttrsToList (name: value: ''"${name}=${value}"'') unit.environment
          ++ lib.optional (unit.path != [ ]) ''"PATH=${lib.makeBinPath unit.path}"'';
      }
    )
    + lib.optionalString (unit.wantedBy != [ ]) (section "Install" { WantedBy = unit.wantedBy; });
  units =
    kind: services:
    lib.mapAttrsToList (name: unit: {
      place = "etc/systemd/${kind}/${name}.service";
      source = pkgs.writeText "unit" (unitText unit);
    }) services;
  # As the module of NixOS writes it, after a header of its own.
  logrotateText =
    { files, frequency, ... }@given:
    lib.concatMapStrings (each: ''"${each}" '') (lib.toList files)
    + "{\n"
    + lib.optionalString (frequency != null) "  ${frequency}\n"
    + lib.concatStrings (
      lib.mapAttrsToList (
        name: value:
        if value == true then
          "  ${name}\n"
        else if value == false then
          "  no${name}\n"
        else
          "  ${name} ${toString value}\n"
      ) (removeAttrs given [ "files" "frequency" ])
    )
    + "}\n";
  text =
    place: words:
    lib.optional (words != "") {
      inherit place;
      source = pkgs.writeText "text" words;
    };
  machine = configuration: rec {
  evaluated = lib.evalModules {
    class = "nixos";
    modules = [
      ./nixos-options.nix
      ../../modules/default.nix
      configuration
      {
        _module.args = { inherit pkgs; };
        users.users.musician.isNormalUser = true;
        users.users.second.isNormalUser = true;
      }
    ];
  };
  config = evaluated.config;

  failed = map (each: each.message) (lib.filter (each: !each.assertion) config.assertions);
  parts =
    units "system" config.systemd.services
    ++ units "user" config.systemd.user.services
    ++ lib.mapAttrsToList (name: file: {
      place = "etc/${name}";
      inherit (file) source;
    }) config.environment.etc
    ++ text "etc/polkit-1/rules.d/10-nixos.rules" config.security.polkit.extraConfig
    ++ text "etc/tmpfiles.d/00-nixos.conf" (
      lib.concatMapStrings (rule: "${rule}\n") config.systemd.tmpfiles.rules
    )
    ++ text "etc/modules-load.d/nixos.conf" (
      lib.concatMapStrings (name: "${name}\n") config.boot.kernelModules
    )
    ++ text "etc/logrotate.conf" (
      lib.concatMapStrings logrotateText (lib.attrValues config.services.logrotate.settings)
    )
    ++ text "etc/security/limits.conf" (
      lib.concatMapStrings (
        limit: "${limit.domain} ${limit.type} ${limit.item} ${toString limit.value}\n"
      ) config.security.pam.loginLimits
    )
    ++ lib.mapAttrsToList (name: value: {
      place = "etc/pipewire/pipewire.conf.d/${name}.conf";
      source = pkgs.writeText "conf" (builtins.toJSON value);
    }) config.services.pipewire.extraConfig.pipewire
    ++ lib.optional (config.services.prometheus.scrapeConfigs != [ ]) {
      place = "etc/prometheus.yml";
      source = pkgs.writeText "prometheus" (
        builtins.toJSON {
          scrape_configs = config.services.prometheus.scrapeConfigs;
          rule_files = config.services.prometheus.ruleFiles;
        }
      );
    };
  data = {
    inherit (config) warnings;
    inherit failed;
    inherit (config.programs.fw16-synth) settings;
    groups = config.users.groups;
    users = config.users.users;
    ports = config.networking.firewall.allowedTCPPorts;
    rtkit = config.security.rtkit.enable;
    packages = map (package: package.name) config.environment.systemPackages;
    inherit (config.environment) pathsToLink;
    grafana = config.services.grafana.provision.dashboards.settings.providers;
    services = lib.attrNames config.systemd.services;
    wantedBy = lib.mapAttrs (_: unit: unit.wantedBy) config.systemd.user.services;
  };
  files =
    if failed != [ ] then
      throw (lib.concatStringsSep "\n" failed)
    else
      pkgs.runCommand "fw16-synth-system" { } ''
        mkdir -p $out/etc/udev/rules.d
        ${lib.concatMapStrings (part: ''
          mkdir -p $out/${dirOf part.place}
          cp ${part.source} $out/${part.place}
        '') parts}
        for package in ${toString config.services.udev.packages}; do
          cp $package/lib/udev/rules.d/* $out/etc/udev/rules.d
        done
      '';
  };
in
{
  data = lib.mapAttrs (_: configuration: (machine configuration).data) machines;
  files = lib.mapAttrs (_: configuration: (machine configuration).files) machines;
  options = map (option: {
    inherit (option) name type;
    description = option.description or "";
    default = option.default.text or null;
    example = option.example.text or null;
    internal = option.internal or false;
  }) (
    lib.optionAttrSetToDocList { inherit ((machine machines.bare).evaluated.options.programs) fw16-synth; }
  );
}
