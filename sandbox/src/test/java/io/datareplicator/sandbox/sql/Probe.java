package io.datareplicator.sandbox.sql;
import java.nio.file.*; import java.util.*;
public class Probe { public static void main(String[] a) throws Exception { long t0=System.nanoTime(); try (var w=new TwoWorkspaces()) {
  System.out.printf("start %.1f s%n",(System.nanoTime()-t0)/1e9);
  for (String l: Files.readString(Path.of(a[0])).split("\n")) { l=l.strip(); if (l.isEmpty()||l.startsWith("#")) { System.out.println(l); continue; }
    if (l.equals("GRANT")) { w.source("create recipient r using id '"+w.target.globalId()+"'"); w.source("grant select on share sh to recipient r"); continue; } boolean t=l.startsWith("T:"); String sql=t?l.substring(2):l; long s=System.nanoTime();
    try { var r=t?w.target(sql):w.source(sql); System.out.printf("OK   %5.0f %s%n",(System.nanoTime()-s)/1e6,l); int n=0; if(!r.columns().isEmpty()) System.out.println("        "+r.columns().stream().map(c->c.name()+":"+c.typeText()+"/"+c.typeName()).toList()); for (var row: r.rows()) { if(n++>8) break; System.out.println("        | "+Arrays.toString(row)); } }
    catch (Throwable e) { System.out.printf("FAIL %5.0f %s%n        -> %s%n",(System.nanoTime()-s)/1e6,l,e instanceof SqlEngine.SqlFailure?e.getMessage():e.toString()); if(System.getProperty("st")!=null) e.printStackTrace(System.out); } } }
  System.exit(0); } }
