// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook} from "../../src/interfaces/IBook.sol";
import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {Class, Face, Holding, Role, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Everybody and everything that the walk (Walk.sol) can meet, and how it looks from outside.
abstract contract Street is Town {
    uint256 internal constant R4 = 400_000;
    uint256 internal constant R4B = 600_000;
    uint256 internal constant R1 = 3_000_000;
    uint256 internal constant WINDOW = 14 days;

    address[] public investors;
    address[] public issuers;
    address[] public operators;
    address[] public trustees;
    address[] public tokens;
    address[] public classes;
    ICampaign[] public campaigns;
    IBook public market;
    uint256 public lastWithdrawal;
    address internal tess;
    address internal olga;
    address internal jana;

    /// @dev What was minted and burned, kept apart from the market.
    mapping(address face => uint256) public minted;
    mapping(address face => uint256) public gone;

    function _settle() internal {
        Town.setUp();
        tess = _admitStaffed(Role.Trustee, "tess");
        olga = _admitStaffed(Role.Operator, "olga");
        _link(tess, omar);
        _link(tess, olga);
        _link(tan, olga);
        jana = _admitClient(olga, Role.Issuer, "jana", tess, Class.None);
        _setRule("R4", 1, R4);
        _setRule("R4b", 1, R4B);
        _setRule("R1", 0, R1);
        _setRule("R10", 0, 6);
        _setRule("R11", 0, WINDOW);
        _setRule("money-transfers", 0, 1);
        _setRule("equity-transfers", 0, 1);
        (issuers, operators, trustees) = (_pair(ida, jana), _pair(omar, olga), _pair(tan, tess));
        (tokens, classes) = (_pair(ringgit, master.tokenOf(tess)), _pair(shares, _createClass(jana, tess)));
        investors = _pair(ivan, iris);
        investors.push(_admitPerson(omar, Role.Investor, "rita", tan, Class.Retail, "rita"));
        investors.push(_admitPerson(olga, Role.Investor, "rita too", tess, Class.Retail, "rita"));
        investors.push(_admitClient(olga, Role.Investor, "nora", tess, Class.Retail));
        investors.push(_admitClient(omar, Role.Investor, "adam", tan, Class.Angel));
        for (uint256 i; i < investors.length; ++i) {
            vm.warp(block.timestamp + 1);
            _do(omar == master.participant(investors[i]).parent ? omar : olga, _parent(investors[i]), _renewal(investors[i]));
        }
        _firstCampaign();
        _setRule("late-money-s", 0, 2 days);
    }

    function _pair(address a, address b) private pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (a, b);
    }

    function _parent(address client) internal view returns (address) {
        return master.participant(client).parent;
    }

    function _renewal(address client) internal view returns (bytes memory) {
        return abi.encodeWithSignature(
            "renew(address,uint8,uint64)", client, master.participant(client).class, uint64(block.timestamp + 3650 days)
        );
    }

    /// @dev Settled, so that there is something to trade from the first step on.
    function _firstCampaign() private {
        _do(omar, omar, _renewal(ida));
        _do(olga, olga, _renewal(jana));
        (ICampaign first,) = _settled();
        campaigns.push(first);
        minted[ringgit] = 2_000 * PRICE;
        minted[shares] = MAXIMUM;
        gone[shares] = MAXIMUM - 2_000;
        market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
    }

    // -- how it looks

    function counts() external view returns (uint256, uint256, uint256, uint256, uint256) {
        return (investors.length, issuers.length, operators.length, tokens.length, campaigns.length);
    }

    function kernel() external view returns (IMarketMaster) {
        return master;
    }

    /// @dev All that can hold anything.
    function holders() public view returns (address[] memory list) {
        list = new address[](investors.length + 8 + campaigns.length);
        uint256 n;
        for (uint256 i; i < investors.length; ++i) {
            list[n++] = investors[i];
        }
        for (uint256 i; i < 2; ++i) {
            (list[n++], list[n++]) = (issuers[i], operators[i]);
        }
        (list[n++], list[n++], list[n++], list[n++]) = (tan, tess, address(market), address(master));
        for (uint256 i; i < campaigns.length; ++i) {
            list[n++] = address(campaigns[i]);
        }
    }

    /// @dev The last order in the book.
    function lastOrder() public view returns (uint256) {
        return market.course().lastOrder;
    }

    function isRevoked(address door) public view returns (bool) {
        return master.participant(door).standing == Standing.Revoked;
    }

    function supply(address face) public view returns (uint256) {
        return master.faceOf(face).supply;
    }

    /// @dev Everything that an act can change, but nonces: equal before and after what is refused.
    function looks() public view returns (bytes32 seen) {
        address[] memory all = holders();
        for (uint256 i; i < all.length; ++i) {
            for (uint256 j; j < 2; ++j) {
                Holding memory h = master.holdingOf(classes[j], all[i]);
                seen = keccak256(abi.encode(seen, master.balanceOf(tokens[j], all[i]), h.units, h.certificates));
            }
            seen = keccak256(abi.encode(seen, master.participant(all[i])));
        }
        for (uint256 i; i < campaigns.length; ++i) {
            seen = keccak256(abi.encode(seen, campaigns[i].state(), campaigns[i].unitsPledged()));
        }
        for (uint256 j; j < 2; ++j) {
            Face memory f = master.faceOf(classes[j]);
            seen = keccak256(abi.encode(seen, f, supply(tokens[j])));
            for (uint256 id = 1; id <= f.certificates; ++id) {
                seen = keccak256(abi.encode(seen, master.certificateOf(classes[j], id)));
            }
        }
        seen = keccak256(abi.encode(seen, market.course()));
        for (uint256 id = 1; id <= lastOrder(); ++id) {
            seen = keccak256(abi.encode(seen, market.orderOf(id)));
        }
    }

    /// @dev What each investor has: money and units of each kind.
    function _wealth() internal view returns (uint256[] memory w) {
        w = new uint256[](investors.length * 4);
        for (uint256 i; i < investors.length; ++i) {
            for (uint256 j; j < 2; ++j) {
                w[4 * i + j] = master.balanceOf(tokens[j], investors[i]);
                w[4 * i + 2 + j] = master.holdingOf(classes[j], investors[i]).units;
            }
        }
    }

    /// @dev A tenth of the usual size, so that a few investors ask for more than there is.
    function _proRataCall(address face, address token) internal view returns (bytes memory) {
        (uint64 opensAt, uint64 closesAt) = (uint64(block.timestamp + 1 days), uint64(block.timestamp + 31 days));
        ICampaign.Allocation how = ICampaign.Allocation.ProRata;
        return abi.encodeCall(
            ICampaign.propose, (face, token, PRICE, MINIMUM / 10, MAXIMUM / 10, opensAt, closesAt, keccak256("disclosure"), how)
        );
    }

    // -- something to trade

    /// @dev Whether the certificate is still the offer's: an order of the regulator may have taken it.
    function _someCertificate(uint256 seed) internal view returns (address, uint256) {
        uint256 all = master.faceOf(shares).certificates;
        for (uint256 i; i < all; ++i) {
            uint256 id = 1 + ((seed >> 8) + i) % all;
            address owner = master.certificateOf(shares, id).owner;
            if (master.roleOf(owner) == Role.Investor) return (owner, id);
        }
        return (address(0), 0);
    }

    /// @dev One that stands in the book, in its queue or not.
    function _standingOrder(uint256 seed) internal view returns (uint256) {
        uint256 last = lastOrder();
        for (uint256 i; i < last; ++i) {
            uint256 id = 1 + ((seed >> 8) + i) % last;
            if (market.orderOf(id).owner != address(0)) return id;
        }
        return 0;
    }
}
