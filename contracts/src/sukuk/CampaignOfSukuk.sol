// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Campaign} from "../instances/Campaign.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {ActType, Class} from "../libraries/Types.sol";
import {ISukuk} from "./ISukuk.sol";

/// @notice The private placement of a sukuk: a campaign, all or nothing, whose units carry profit until they mature.
contract CampaignOfSukuk is Campaign, ISukuk {
    uint64 private constant HIGHEST_RATE = 500_000;
    uint64 private constant SHORTEST = 30 days;
    uint64 private constant LONGEST_LIFE = 30 * 365 days;
    uint8 private constant MOST_PAYMENTS = 120;

    Sukuk private _sukuk;

    constructor(IMarketMaster master) Campaign(master) {}

    /// @inheritdoc ISukuk
    /// @dev The terms enter the chain of documents: the operator approves exactly what it saw.
    function setSukuk(uint64 rate, uint64 maturesAt, uint8 payments) external {
        _requireActor(_entrant(), _terms.issuer);
        _requireState(State.Proposed);
        uint64 close = _terms.closesAt;
        bool lasts = maturesAt >= close + SHORTEST && maturesAt <= close + LONGEST_LIFE;
        bool pays = rate != 0 && rate <= HIGHEST_RATE && payments != 0 && payments <= MOST_PAYMENTS;
        require(lasts && pays, SukukBadTerms(rate, maturesAt, payments));
        _sukuk = Sukuk(rate, maturesAt, payments);
        documents = keccak256(abi.encode(documents, rate, maturesAt, payments));
        emit SukukTermsSet(_terms.issuer, rate, maturesAt, payments, documents);
    }

    /// @inheritdoc ISukuk
    function sukuk() external view returns (Sukuk memory) {
        return _sukuk;
    }

    function _pin(IRulebook rules) internal override {
        require(_sukuk.payments != 0, SukukTermsMissing());
        super._pin(rules);
    }

    function _requireOpen(address door, uint256 units, uint256 least) internal override {
        require(MASTER.participant(door).class != Class.Retail, SukukForProfessionals(door));
        super._requireOpen(door, units, least);
    }

    function acts() public pure override returns (ActType[] memory list) {
        ActType[] memory known = super.acts();
        list = new ActType[](known.length + 1);
        for (uint256 i; i < known.length; ++i) {
            list[i] = known[i];
        }
        list[known.length] = ActType(
            this.setSukuk.selector, 180_000, 1,
            "SetSukuk(address campaign,address asset,uint256 most,uint64 rate,uint64 maturesAt,uint8 payments,uint256 nonce,uint256 deadline)"
        );
    }
}
