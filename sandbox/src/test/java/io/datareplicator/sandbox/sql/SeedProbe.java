package io.datareplicator.sandbox.sql;
public class SeedProbe { public static void main(String[] a) throws Exception { long t0=System.nanoTime(); try (var w=new TwoWorkspaces()) {
  System.out.printf("start %.1f s%n",(System.nanoTime()-t0)/1e9); io.datareplicator.sandbox.sample.SampleData.load(w.sourceSql,"ana@x"); System.out.printf("seeded %.1f s%n",(System.nanoTime()-t0)/1e9);
  var r=w.source("select table_catalog, table_schema, count(*) from system.information_schema.tables group by all order by 1,2"); for (var x: r.rows()) System.out.println(String.join(" ",x)); }
  System.exit(0); } }
