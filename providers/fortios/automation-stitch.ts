import { typedResource } from "../typed-resource";
import { FORTIOS } from "./provider";

/** What the unit does by itself when something happens. */
export class FortiosAutomationStitch extends typedResource(FORTIOS, "fortios_system_automationstitch", {
  attributes: {
    id: { type: "string", optional: true, computed: true },
    name: { type: "string", optional: true, computed: true },
    status: { type: "string", required: true },
    trigger: { type: "string", required: true },
    vdomparam: { type: "string", optional: true, computed: true },
  },
  block_types: {
    action: {
      nesting_mode: "set",
      block: {
        attributes: {
          name: { type: "string", optional: true },
        },
      },
    },
    actions: {
      nesting_mode: "list",
      block: {
        attributes: {
          action: { type: "string", optional: true },
          delay: { type: "number", optional: true },
          id: { type: "number", optional: true, computed: true },
          required: { type: "string", optional: true, computed: true },
        },
      },
    },
  },
}) {}
