import type { Code, DocText } from "./encode.js";

/**
 * Declarations of a module, as data. They have the shape of ts-morph's structures, with encoded text where ts-morph
 * takes any string.
 */
export type Declaration =
  | InterfaceDeclaration
  | TypeDeclaration
  | ConstDeclaration
  | ClassDeclaration
  | FunctionDeclaration
  | ReExport;

export interface InterfaceDeclaration {
  readonly kind: "interface";
  readonly name: Code;
  readonly docs?: DocText;
  readonly properties: readonly Property[];
}

export interface Property {
  readonly name: Code;
  readonly type: Code;
  readonly optional?: boolean;
  readonly readonly?: boolean;
  readonly docs?: DocText;
}

export interface TypeDeclaration {
  readonly kind: "type";
  readonly name: Code;
  readonly docs?: DocText;
  readonly type: Code;
}

export interface ConstDeclaration {
  readonly kind: "const";
  readonly name: Code;
  readonly exported: boolean;
  readonly docs?: DocText;
  readonly type?: Code;
  readonly initializer: Code;
}

export interface ClassDeclaration {
  readonly kind: "class";
  readonly name: Code;
  readonly docs?: DocText;
  readonly properties: readonly Property[];
  readonly constructor_?: Callable;
  readonly methods: readonly Method[];
  readonly getters: readonly Getter[];
}

export interface Callable {
  readonly docs?: DocText;
  readonly parameters: readonly FunctionParameter[];
  readonly body: Code;
}

export interface Method extends Callable {
  readonly name: Code;
  readonly returnType: Code;
  /** Signatures that callers see instead of the method's own, more special ones first. */
  readonly overloads?: readonly Signature[];
}

export interface Signature extends Omit<Callable, "body"> {
  readonly returnType: Code;
}

export interface Getter {
  readonly name: Code;
  readonly docs?: DocText;
  readonly returnType: Code;
  readonly body: Code;
}

export interface FunctionDeclaration extends Callable {
  readonly kind: "function";
  readonly name: Code;
  readonly returnType: Code;
}

export interface FunctionParameter {
  readonly name: Code;
  readonly type: Code;
  readonly optional?: boolean;
  readonly initializer?: Code;
}

export interface ReExport {
  readonly kind: "re-export";
  readonly names: readonly Code[];
  readonly typeOnly: boolean;
  readonly specifier: Code;
}
