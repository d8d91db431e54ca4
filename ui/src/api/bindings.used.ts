/* eslint-disable */
// What Rust answers to Where used and Sources. It mirrors src-tauri/src/commands and views by hand, as bindings.ts does, where its types are.
import { call, on, type AffectedRequest, type AffectedView, type DependencyGroup, type DependencyGroupView, type DependencyQuery, type DependencyView, type ExportFormat, type ExportedView, type GraphView, type OpenedView, type Result, type ScanProgress, type SourceEditRequest, type SourceView, type ThingRef, type ThingView, type UiError } from "./bindings";

export const usedCommands = {
  /** Everything that can be looked up and whose name, target or path fits; at most `limit`, best first. An empty search gives what was opened last. */
  async thingFind(search: string, limit: number): Promise<Result<ThingView[], UiError>> { return call("thing_find", { search, limit }); },
  async dependencyList(query: DependencyQuery): Promise<Result<DependencyView, UiError>> { return call("dependency_list", { query }); },
  /** Further rows of one group, from the `next` of the group. */
  async dependencyMore(query: DependencyQuery, group: DependencyGroup, cursor: string): Promise<Result<DependencyGroupView, UiError>> { return call("dependency_more", { query, group, cursor }); },
  async dependencyGraph(query: DependencyQuery, levels: number): Promise<Result<GraphView, UiError>> { return call("dependency_graph", { query, levels }); },
  /** Asks where to save. Null: nothing was saved. What is filtered out is not written, and the file says so. `picture` is the SVG that the page drew, for that format only. */
  async dependencyExport(query: DependencyQuery, format: ExportFormat, picture: string | null): Promise<Result<ExportedView | null, UiError>> { return call("dependency_export", { query, format, picture }); },
  /** W7: everything affected, before it happens. Changes nothing. */
  async affectedPreview(request: AffectedRequest): Promise<Result<AffectedView, UiError>> { return call("affected_preview", { request }); },
  async affectedExport(request: AffectedRequest, format: ExportFormat): Promise<Result<ExportedView | null, UiError>> { return call("affected_export", { request, format }); },
  /** Opens the file in the person's editor at the line, or the folder if that fails. */
  async placeOpen(id: string): Promise<Result<OpenedView, UiError>> { return call("place_open", { id }); },
  async placeCopyPath(id: string): Promise<Result<null, UiError>> { return call("place_copy_path", { id }); },
  /** W5: an unresolved place is not this thing. Holds until the line changes; `false` takes it back. */
  async placeNotThis(id: string, thing: ThingRef, notThis: boolean): Promise<Result<null, UiError>> { return call("place_not_this", { id, thing, notThis }); },

  // sources
  async sourceList(): Promise<Result<SourceView[], UiError>> { return call("source_list"); },
  /** Asks for a folder, adds it and starts its first scan. Null: none was chosen. */
  async sourceAdd(): Promise<Result<SourceView | null, UiError>> { return call("source_add"); },
  /** Starts a scan of one source, or of all; `scan-progress` tells the rest. */
  async sourceScan(id: string | null): Promise<Result<null, UiError>> { return call("source_scan", { id }); },
  async sourceStop(id: string): Promise<Result<null, UiError>> { return call("source_stop", { id }); },
  async sourceEdit(id: string, request: SourceEditRequest): Promise<Result<SourceView, UiError>> { return call("source_edit", { id, request }); },
  async sourceRemove(id: string): Promise<Result<null, UiError>> { return call("source_remove", { id }); },
};

export const usedEvents = { scanProgress: on<ScanProgress>("scan-progress") };
