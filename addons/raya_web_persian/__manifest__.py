{
    "name": "Persian Calendar and Digits",
    "summary": "The Solar Hijri calendar and Persian digits in the whole of Odoo, for the users of a language that has them",
    "version": "19.0.1.0.0",
    "author": "Raya Service",
    "website": "https://github.com/raya-service/raya-service",
    "category": "Productivity",
    "license": "LGPL-3",
    "depends": ["web"],
    "data": ["views/res_lang_views.xml", "views/res_users_views.xml"],
    "assets": {
        # Odoo's modules keep what these change for themselves when they load: they stand before all others.
        "web.assets_backend": [
            ("before", "web/static/src/session.js", "raya_web_persian/static/src/digits.js"),
            ("before", "web/static/src/session.js", "raya_web_persian/static/src/reader.js"),
            ("before", "web/static/src/session.js", "raya_web_persian/static/src/number_text.js"),
            ("before", "web/static/src/session.js", "raya_web_persian/static/src/solar_hijri.js"),
            ("before", "web/static/src/session.js", "raya_web_persian/static/src/solar_moment.js"),
            ("before", "web/static/src/session.js", "raya_web_persian/static/src/early_*.js"),
            "raya_web_persian/static/src/*.js",
            ("remove", "raya_web_persian/static/src/full_calendar.js"),
            "raya_web_persian/static/src/*.scss",
            "raya_web_persian/static/src/*.xml",
        ],
        "web.fullcalendar_lib": ["raya_web_persian/static/src/full_calendar.js"],
        "web.assets_unit_tests": ["raya_web_persian/static/tests/*.js"],
    },
}
