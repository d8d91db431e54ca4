//! A reference in a notebook carries the number of its cell and the line in it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use credenza_scanner::scan_bytes;

/// A name with its line in the file, its cell and the line in that.
type Place = (String, usize, Option<(usize, usize)>);

fn cells(path: &str, text: &str) -> Vec<Place> {
    let found = scan_bytes(path, text.as_bytes()).references.into_iter();
    let cell = |cell: credenza_scanner::Cell| (cell.number, cell.line);
    found.map(|found| (found.name.unwrap(), found.line, found.cell.map(cell))).collect()
}

const PRETTY: &str = r##"{
 "cells": [
  { "cell_type": "markdown", "source": ["# dbutils.secrets.get(\"s\", \"text\")\n", "more"] },
  { "cell_type": "code", "source": [] },
  {
   "cell_type": "code",
   "source": [
    "scope = \"plant\"\n",
    "\n",
    "a = dbutils.secrets.get(scope, \"first\")\n",
    "b = 1"
   ]
  },
  {
   "cell_type": "code",
   "source": [
    "c = dbutils.secrets.get(\n",
    "    scope,\n",
    "    \"second\")\n",
    "!az keyvault secret show -n third --vault-name kv1"
   ]
  }
 ],
 "metadata": { "language_info": { "name": "python" } }
}
"##;

#[test]
fn cells_are_counted_from_one_with_those_of_text() {
    let expected = vec![
        ("first".to_owned(), 10, Some((3, 3))),
        ("second".to_owned(), 17, Some((4, 1))),
        ("third".to_owned(), 20, Some((4, 4))),
    ];
    assert_eq!(cells("deep/a.ipynb", PRETTY), expected);
}

#[test]
fn a_notebook_on_one_line_still_tells_cell_and_line() {
    let one_line = concat!(
        r#"{"cells":[{"cell_type":"code","source":"x = 1"},{"cell_type":"code","source":"#,
        r#""import os\n\nk = dbutils.secrets.get(\"s\", \"deep\")"}],"metadata":{}}"#,
    );
    assert_eq!(cells("a.ipynb", one_line), [("deep".to_owned(), 1, Some((2, 3)))]);
}

#[test]
fn an_exported_notebook_has_cells_and_a_script_has_none() {
    let exported = "# Databricks notebook source\nx = 1\n\n# COMMAND ----------\n\n\
        # MAGIC %scala\n# MAGIC val k = dbutils.secrets.get(\"s\", \"other\")\n\n\
        # COMMAND ----------\n\ny = 2\nk = dbutils.secrets.get(\"s\", \"own\")\n";
    let expected =
        vec![("other".to_owned(), 7, Some((2, 2))), ("own".to_owned(), 12, Some((3, 2)))];
    assert_eq!(cells("a.py", exported), expected);
    let script = "y = 2\nk = dbutils.secrets.get(\"s\", \"own\")\n";
    assert_eq!(cells("a.py", script), [("own".to_owned(), 2, None)]);
}

#[test]
fn what_stands_between_the_cells_of_a_fabric_notebook_is_none() {
    let exported = "# Fabric notebook source\n\n# METADATA ********************\n\n\
        # META {\n# META   \"kernel\": {}\n# META }\n\n# MARKDOWN ********************\n\n\
        # notebookutils.credentials.getSecret(\"kv\", \"text\")\n\n# CELL ********************\n\n\
        vault = \"kv-plant\"\nk = notebookutils.credentials.getSecret(vault, \"own\")\n\n\
        # METADATA ********************\n\n# META {}\n\n# CELL ********************\n\n\
        # MAGIC %%spark\n# MAGIC val k = mssparkutils.credentials.getSecret(\"kv\", \"other\")\n";
    let expected =
        vec![("own".to_owned(), 16, Some((2, 2))), ("other".to_owned(), 25, Some((3, 2)))];
    assert_eq!(cells("notebook-content.py", exported), expected);
}
