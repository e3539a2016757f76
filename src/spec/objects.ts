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
  id: { type: 'string', hint: 'the name to give wherever a model is wanted', example: '"gpt-4o-mini"' },
  object: { type: '"model"', hint: 'what kind of object it is', example: '"model"' },
  created: { type: 'number', hint: 'when it was made, in Unix seconds', example: '1721172741' },
  owned_by: { type: 'string', hint: 'the organization that owns it', example: '"system"' },
  shutdown_date: {
    type: 'string | null',
    hint: 'the day on which it goes away, or null where none is set',
    example: '"2027-01-14"',
    optional: true,
  },
} as const satisfies Record<string, FieldSpec>;

export const OBJECTS = {
  list: {
    title: 'List of models',
    hint: 'the document that the server sent, with the models that were selected',
    fields: {
      object: { type: '"list"', hint: 'what kind of object it is', example: '"list"' },
      data: {
        type: 'array of Model',
        hint: "the models, in the server's order unless --sort says otherwise",
        example: '',
      },
    },
  },
  model: {
    title: 'Model',
    hint: 'one model as the server describes it; whatever else it sends stays',
    fields: MODEL_FIELDS,
  },
  deleted: {
    title: 'Deleted model',
    hint: 'what became of a deletion',
    fields: {
      id: {
        type: 'string',
        hint: 'the model that was to be deleted',
        example: '"ft:gpt-4o-mini:acemeco:suffix:abc123"',
      },
      object: { type: '"model"', hint: 'what kind of object it was', example: '"model"' },
      deleted: { type: 'boolean', hint: 'whether it is gone', example: 'true' },
    },
  },
} as const satisfies Record<string, ObjectSpec>;

export type ObjectName = keyof typeof OBJECTS;
