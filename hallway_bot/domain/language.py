"""The two languages Hallway speaks, and the words that carry no subject in them."""

LANGUAGES = ("en", "nl")

STOPWORDS = {
    "en": frozenset(
        """
        a about above after again all am an and any anybody anyone are as at be because been
        before being below between both but by can could did do does doing don down during
        each few for from further had has have having he her here hers him his how i if in
        into is it its just knew know knows learn learned like lot me more most my no nor
        not now of off on once one only or other our out over own please same she should so
        some somebody someone something such tell than that the their them then there these
        they thing things this those through to too under until up use used very was we were
        what when where which while who whom why will with would you your
        """.split()
    ),
    "nl": frozenset(
        """
        aan af al alle alles als altijd andere ben bij daar dan dat de der deze die dit doch
        doen door dus een eens en er ervaring ge geen geweest haar had heb hebben heeft hem
        het hier hij hoe hun iemand iets ik in is ja je jij jou jullie kan kon kunnen maar
        me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op
        over reeds te tegen toch toen tot u uit uw van veel voor waar waren was wat we weet
        wel welke werd wezen wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder
        zou
        """.split()
    ),
}
