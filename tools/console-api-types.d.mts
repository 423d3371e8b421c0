export declare const consoleApiTypesPath: string;
export declare function consoleApiTypes(document: object): Promise<string>;
