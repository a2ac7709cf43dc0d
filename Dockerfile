# The program in a Debian, by its own build. `nix build .#container` makes an image of nothing but it.
FROM debian:trixie-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends gcc libc6-dev make nodejs npm libfluidsynth3 libevdev2 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM debian:trixie-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    nodejs libfluidsynth3 libevdev2 libasound2-plugins pipewire-jack fluid-soundfont-gm \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/fw16-synth
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist/program ./dist/program
COPY --from=build /build/dist/assets/font/built-in.sf2 ./dist/assets/font/built-in.sf2
COPY --from=build /build/native-shims/build ./native-shims/build
COPY assets/recordings ./assets/recordings
RUN ln -s /opt/fw16-synth/dist/program/main.js /usr/local/bin/fw16-synth \
  && mkdir -p /opt/soundfonts config logs \
  && ln -s /usr/share/sounds/sf2/FluidR3_GM.sf2 /opt/soundfonts/FluidR3_GM.sf2 \
  && useradd --create-home --uid 1000 --groups audio,input synthuser \
  && chown synthuser:synthuser logs
USER synthuser
ENV XDG_RUNTIME_DIR=/tmp
HEALTHCHECK --interval=30s --timeout=10s --retries=3 --start-period=60s \
  CMD ["fw16-synth", "--health-check"]
CMD ["fw16-synth", "--production", "--log-file", "/opt/fw16-synth/logs/synth.log"]
