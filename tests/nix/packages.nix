# Stand-ins for nixpkgs' packages, so that ours is built by its own phases with the compiler, Node
# and libraries of this machine. A package that is not listed below is an empty folder.
{
  lib,
  path,
  # The system to build for; the builders run on this one.
  system ? builtins.currentSystem,
}:
let
  derive =
    attrs:
    derivation (
      {
        system = builtins.currentSystem;
        builder = "/bin/bash";
        PATH = path;
      }
      // attrs
    );
  # Shaped like a package, without evaluating it.
  asPackage = drv: drv // { meta = { inherit (drv) name; }; overrideAttrs = _: asPackage drv; };
  # Ends with the shell's own exit: a last program that has closed its output is taken for the end
  # of the build, and killed.
  script = name: text: asPackage (derive { inherit name; args = [ "-c" "set -eu\n${text}\nexit 0" ]; });
  empty = name: script name "mkdir -p $out/bin";
  # What the loader of this machine finds, by the names that Nix's packages have.
  libraries = name: files: script name ''
    mkdir -p $out/lib
    for file in ${toString files}; do
      found=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p | sed -n "s|^\t$file .*=> ||p" | head -n 1)
      ln -s "$found" $out/lib/$file
    done
  '';
  mkDerivation =
    attrs:
    let
      name = attrs.name or "${attrs.pname}-${attrs.version}";
      drv = derive (
        builtins.removeAttrs attrs [ "meta" "passthru" ]
        // {
          inherit name;
          args = [ ./phases.sh ];
        }
      );
    in
    drv // { meta = attrs.meta or { }; } // attrs.passthru or { };
  callPackage = file: more:
    let make = import file; in
    make (builtins.intersectAttrs (builtins.functionArgs make) (pkgs // more));

  pkgs = {
    inherit lib callPackage;
    stdenv = {
      inherit mkDerivation;
      hostPlatform.system = system;
      cc.cc = empty "cc";
    };
    stdenvNoCC = pkgs.stdenv;
    nodejs = script "node" ''
      mkdir -p $out/bin
      ln -s $(type -p node) $(type -p npm) $out/bin
    '' // { meta.mainProgram = "node"; };
    acl = script "acl" "mkdir -p $out/bin; ln -s /usr/bin/setfacl $out/bin";
    fluidsynth = libraries "fluidsynth" [ "libfluidsynth.so.3" ];
    libevdev = libraries "libevdev" [ "libevdev.so.2" ];
    alsa-lib = libraries "alsa-lib" [ "libasound.so.2" ];
    pipewire = libraries "pipewire" [ "libpipewire-0.3.so.0" ] // {
      jack = script "pipewire-jack" ''
        mkdir -p $out/lib
        ln -s /usr/lib/*/pipewire-0.3/jack/libjack.so.0 $out/lib
      '';
    };
    cacert = script "cacert" ''
      mkdir -p $out/etc/ssl/certs
      ln -s /etc/ssl/certs/ca-certificates.crt $out/etc/ssl/certs/ca-bundle.crt
    '';
    autoPatchelfHook = empty "auto-patchelf-hook";
    installShellFiles = empty "install-shell-files";
    makeBinaryWrapper = empty "make-binary-wrapper";
  };
in
pkgs
