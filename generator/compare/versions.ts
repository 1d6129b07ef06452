import { Fit } from "./fits.js";
import type { Side } from "./fits.js";
import { ModelPairs } from "./pairs.js";
import { Reach } from "./reach.js";
import { Recorder } from "./recorder.js";
import { Shapes } from "./shape.js";
import type { Api, Shape } from "./shape.js";
import type { Direction, Model } from "../model/types.js";

/** Two versions of an API, with everything by which their types are compared. */
export class Versions {
  readonly pairs: ModelPairs;
  readonly oldShapes: Shapes;
  readonly newShapes: Shapes;
  readonly oldReach: Reach;
  readonly newReach: Reach;
  readonly recorder = new Recorder();
  readonly old: Api;
  readonly new: Api;

  constructor(old: Api, now: Api) {
    this.old = old;
    this.new = now;
    this.pairs = new ModelPairs(old.model.models, now.model.models);
    this.oldShapes = new Shapes(old);
    this.newShapes = new Shapes(now);
    this.oldReach = new Reach(old.model, this.oldShapes);
    this.newReach = new Reach(now.model, this.newShapes);
  }

  /** Whether code for the old type takes the new one: in a response the new value, in a request the old one. */
  fits(old: Shape, now: Shape, direction: Direction): boolean {
    const before: Side = { shapes: this.oldShapes, nameOf: ({ name }: Model) => name };
    const after: Side = { shapes: this.newShapes, nameOf: this.pairs.oldNameOf };
    return direction === "response"
      ? new Fit(after, before, direction).fits(now, old)
      : new Fit(before, after, direction).fits(old, now);
  }
}
