def folder = new File(basedir, 'digits').path
return dev.netc.cli.Main.commandLine().execute('init', folder, '--package', 'org.example.digits') == 0
