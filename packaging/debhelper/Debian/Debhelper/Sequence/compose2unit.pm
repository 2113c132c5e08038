# dh $@ --with compose2unit
use strict;
use warnings;
use Debian::Debhelper::Dh_Lib;

# After dh_fixperms, which would open the values' modes; before dh_installdeb, which makes them conffiles.
insert_after('dh_fixperms', 'dh_compose2unit');

1;
