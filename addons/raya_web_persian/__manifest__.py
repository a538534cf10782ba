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
        "web.assets_backend": ["raya_web_persian/static/src/*.js"],
        "web.assets_unit_tests": ["raya_web_persian/static/tests/*.test.js"],
    },
}
