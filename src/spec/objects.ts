/** The API's objects, for the reference page: the fields that every server has, and one that some have. */

export interface FieldSpec {
  /** The type in the reference's notation: `string`, `number`, `"model"`. */
  type: string;
  hint: string;
  /** The value in the example response, as JSON. */
  example: string;
  /** Not every server sends it. */
  optional?: true;
}

export interface ObjectSpec {
  title: string;
  /** One line, without a final period. */
  hint: string;
  fields: Readonly<Record<string, FieldSpec>>;
}

const MODEL_FIELDS = {
  id: { type: 'string', hint: 'the id to pass wherever a model is expected', example: '"gpt-4o-mini"' },
  object: { type: '"model"', hint: 'the object type', example: '"model"' },
  created: { type: 'number', hint: 'when it was created, in Unix seconds', example: '1721172741' },
  owned_by: { type: 'string', hint: 'the organization that owns it', example: '"system"' },
  shutdown_date: {
    type: 'string | null',
    hint: 'the day it shuts down, or null if none is set',
    example: '"2027-01-14"',
    optional: true,
  },
} as const satisfies Record<string, FieldSpec>;

export const OBJECTS = {
  list: {
    title: 'List of models',
    hint: 'the document that the server sent, with the selected models',
    fields: {
      object: { type: '"list"', hint: 'the object type', example: '"list"' },
      data: {
        type: 'array of Model',
        hint: "the models, in the server's order unless --sort says otherwise",
        example: '',
      },
    },
  },
  model: {
    title: 'Model',
    hint: 'one model as the server describes it; any other fields are kept',
    fields: MODEL_FIELDS,
  },
  deleted: {
    title: 'Deleted model',
    hint: 'the result of a deletion',
    fields: {
      id: {
        type: 'string',
        hint: 'the model to delete',
        example: '"ft:gpt-4o-mini:acemeco:suffix:abc123"',
      },
      object: { type: '"model"', hint: 'the object type', example: '"model"' },
      deleted: { type: 'boolean', hint: 'whether it was deleted', example: 'true' },
    },
  },
} as const satisfies Record<string, ObjectSpec>;

export type ObjectName = keyof typeof OBJECTS;
