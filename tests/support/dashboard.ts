import { readFileSync } from 'node:fs';
import { projectFile } from './program.ts';

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly targets: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource: { readonly type: string; readonly uid: string };
  }[];
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
}

export interface Dashboard {
  readonly id: number | null;
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly version: number;
  readonly refresh: string;
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly query: unknown;
    }[];
  };
  readonly panels: readonly Panel[];
}

export function dashboard(): Dashboard {
  return JSON.parse(readFileSync(projectFile('monitoring/dashboard.json'), 'utf8'));
}

/** What Prometheus gets to see of an expression when everything is chosen. */
export function asAsked(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*');
}
